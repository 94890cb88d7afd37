from datetime import UTC, date, datetime, timedelta
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


def test_from_when_to_when() -> None:
    start, hour = datetime(2026, 11, 3, 22, 30, tzinfo=UTC), timedelta(hours=1)
    assert when.weekday_span(start, start + hour) == "Tue 3 Nov 2026, 22:30 to 23:30"
    assert when.weekday_span(start, start + 2 * hour) == "Tue 3 Nov 2026, 22:30 to Wed 4 Nov, 00:30"


def test_hours_that_are_repeated_are_told_apart() -> None:
    start, end = (datetime(2026, 10, 25, *at, tzinfo=UTC).astimezone(MOMENT.tzinfo) for at in ((0, 30), (1, 10)))
    assert when.weekday_span(start, end) == "Sun 25 Oct 2026, 02:30 CEST to 02:10 CET"


def test_a_column_of_moments_is_put_into_the_same_words() -> None:
    column = pd.Series([datetime(2026, 1, 2, 3, 4, tzinfo=UTC)])
    assert column.dt.strftime(WHEN).tolist() == [when.moment(column[0])]
