"""A row chosen in a chart's table is the point that a click on the chart gives."""

import pandas as pd
import pytest

from kaltura.ui import chart
from kaltura.ui.session_list import weekday_words


def test_counts_of_a_row_stay_whole_beside_other_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken as a row of the table they would be floats, and no weekday is called 0.0."""
    monkeypatch.setattr(chart, "row_table", lambda *_, **__: 1)
    table = pd.DataFrame({"weekday": [1, 3], "hour": [9, 14], "value": [0.5, 0.75]})
    (point,) = chart._rows(table, None, "week", "Week", ("weekday", "hour"))
    assert weekday_words(*point["customdata"]) == "Start on Wednesday from 14:00 to 15:00"
