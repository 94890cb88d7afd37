from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from kaltura import when
from kaltura.metrics.breakout_tree import WHEN

MOMENT = datetime(2026, 11, 3, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("moment", [MOMENT, pd.Timestamp(MOMENT)], ids=["datetime", "pandas"])
def test_moments_in_words(moment: datetime) -> None:
    assert when.brief_day(moment) == "3 Nov"
    assert when.day(moment) == "3 Nov 2026"
    assert when.long_day(moment) == "3 November 2026"
    assert when.weekday(moment) == "Tue 3 Nov 2026"
    assert when.moment(moment) == "3 Nov 2026 09:05"
    assert when.weekday_moment(moment) == "Tue 3 Nov 2026, 09:05"


def test_days_in_words() -> None:
    assert when.day(date(2026, 1, 31)) == "31 Jan 2026"
    assert when.weekday(date(2026, 1, 31)) == "Sat 31 Jan 2026"


def test_a_column_of_moments_is_put_into_the_same_words() -> None:
    column = pd.Series([datetime(2026, 1, 2, 3, 4, tzinfo=UTC)])
    assert column.dt.strftime(WHEN).tolist() == [when.moment(column[0])]
