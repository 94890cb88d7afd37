"""The dashboard in process, on a Dataset of the test's own."""

from functools import cache
from pathlib import Path

import polars as pl
from streamlit.testing.v1 import AppTest

from kaltura.dataset import Dataset
from kaltura.ui.choices import choices_of
from kaltura.ui.state import Loaded
from kaltura.ui.text import JOINER
from tests.builders import attendance, breakout, dataset, room_session

MAIN = Path(__file__).parents[2] / "kaltura" / "ui" / "main.py"


def small() -> Dataset:
    """Two rooms of one name and a third, over three weeks; the third has a breakout and belongs to an event."""
    return dataset(
        [
            room_session("c1", "1_bio_a", "2026-10-05 10:00", "2026-10-05 11:00", entry_name="Biology"),
            room_session("c2", "1_bio_b", "2026-10-12 10:00", "2026-10-12 11:00", entry_name="Biology"),
            room_session("c3", "1_chem", "2026-10-19 10:00", "2026-10-19 11:00", entry_name="Chemistry"),
        ],
        [
            attendance("c1", "1_bio_a", "u1", 60, 0.9),
            attendance("c2", "1_bio_b", "u1", 30, 0.5),
            attendance("c3", "1_chem", "u2", 45, 1.0, user_type="Guest"),
        ],
        [breakout("b1", "1_split", "1_chem", "2026-10-19 10:20", "2026-10-19 10:40", 1, parent_entry_name="Chemistry")],
        events={"7": "Open day"},
        tags=[("c3", "7"), ("b1", "7")],
    )


@cache
def _loaded() -> Loaded:
    """What is computed of it is computed once for all tests, as for all visitors of the demo account."""
    data = small()
    return Loaded(data, choices_of(data), shared={})


def app(data: Dataset | None = None, **query: str | list[str]) -> AppTest:
    """The dashboard before its first run, looking at `data`, opened with this query."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    test.session_state["_loaded"] = Loaded(data, choices_of(data)) if data else _loaded()
    for key, value in query.items():
        test.query_params[key] = value
    return test


def selected(test: AppTest) -> list[str]:
    """The main sessions that the pages of the last run showed."""
    chosen = test.session_state["_loaded"].dataset.select(test.session_state["_filters"])
    return sorted(chosen.sessions.filter(pl.col("layer") == "main").collect()["cue_point_id"].cast(pl.String))


def texts(test: AppTest) -> str:
    """All that alerts and Markdown say."""
    parts = [*test.error, *test.warning, *test.info, *test.success, *test.markdown, *test.caption]
    return "\n".join(part.value for part in parts).replace(JOINER, "")


def said(test: AppTest) -> str:
    """The same as it is read: without the backslashes that keep a name from being Markdown."""
    return texts(test).replace("\\", "")
