"""The figures at the top, over time and of rooms are the same from Polars, pandas and Arrow tables.

Others, such as the register and people at risk, take Polars alone: they compare categories, which pandas and Arrow
leave without an order. What is fetched is in Polars.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import polars as pl
import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import attendance_over_time, engagement_over_time
from kaltura.metrics.rooms import top_rooms
from tests.builders import attendance, breakout, dataset, room_session

DS = dataset(
    [
        room_session("s1", "math", "2026-03-01 23:30", "2026-03-02 00:30", session_host_user_id="gauss"),
        room_session("s2", "bio", "2026-03-09 10:00", "2026-03-09 10:00"),
        room_session("s3", "math", "2026-03-10 10:00", "2026-03-10 11:00", meeting_engaged_play_time_ratio=0.4),
    ],
    [
        attendance("s1", "math", "ada", 60, 0.95),
        attendance("s1", "math", "bob", 58, 0.90),
        attendance("s1", "math", None, 2, 0.0),
        attendance("s2", "bio", "ada", 12, None, user_type="Guest"),
        attendance("b", "math-b", "bob", 20, 1.0),
    ],
    [breakout("b", "math-b", "math", "2026-03-02 00:00", "2026-03-02 00:20", 1)],
    zone="Europe/Berlin",
)
TABLES = ("sessions", "attendances", "room_sessions", "breakout_sessions")
BACKENDS: dict[str, Callable[[pl.DataFrame], Any]] = {"pandas": pl.DataFrame.to_pandas, "arrow": pl.DataFrame.to_arrow}


@pytest.fixture(params=BACKENDS)
def other(request: pytest.FixtureRequest) -> Dataset:
    """The same Dataset with its tables in another library's frames."""
    converted = {name: BACKENDS[request.param](getattr(DS, name).collect()) for name in TABLES}
    return replace(DS, **converted)


def test_the_headline_is_the_same(other: Dataset) -> None:
    assert headline(other) == headline(DS)


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_attendance_over_time_is_the_same(other: Dataset, period: Any) -> None:
    pd.testing.assert_frame_equal(attendance_over_time(other, period), attendance_over_time(DS, period))


def test_engagement_over_time_is_the_same(other: Dataset) -> None:
    pd.testing.assert_frame_equal(engagement_over_time(other, "week"), engagement_over_time(DS, "week"))


def test_rooms_are_the_same(other: Dataset) -> None:
    pd.testing.assert_frame_equal(top_rooms(other), top_rooms(DS))
