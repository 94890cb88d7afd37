"""The People page in process, as its tests open it."""

from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from tests.metrics.class_cases import weekly_class
from tests.ui.apps import app, texts

PAGE = "../../pages/people.py"
CANARY = "canaryx"
CLASS = {CANARY: [60, 60, 45, 60], "bob": [60, 44, None, None]}
LISTS = ("Register", "Borderline", "Roster", "At risk", "Two at once", "Files")


def opened(data: Dataset | None = None, **query: str) -> AppTest:
    test = app(data or weekly_class(CLASS)).switch_page(PAGE)  # first: a switch takes what is in the address
    for key, value in {"dates": "All dates", **query}.items():
        test.query_params[key] = value
    return test.run()


def shown(test: AppTest) -> str:
    tables = [str(table.value.to_dict()) for table in test.dataframe]
    options = [str(box.options) for box in test.selectbox]
    headings = [heading.value for heading in test.title]
    return "\n".join([texts(test), *tables, *options, *headings, str(test.query_params)])
