from datetime import date

from kaltura.charts.over_time import TREND_MEASURES
from kaltura.filters import Filters
from kaltura.metrics.halves import halves, halves_of_headline, halves_of_participation
from kaltura.metrics.headline import headline
from kaltura.metrics.participation import participation
from tests.builders import attendance, breakout, dataset, room_session


def test_the_middle_day_is_in_neither_half_nor_is_a_day_that_is_not_over() -> None:
    # 2 to 7 March, read at noon of the 7th: whole are the 2nd to the 6th, so 2 and 3 against 5 and 6.
    ds = dataset(
        [room_session(f"c{day}", "r", f"2026-03-0{day} 10:00", f"2026-03-0{day} 11:00") for day in range(2, 8)],
        [attendance(f"c{day}", "r", f"u{n}", 30, 0.5) for day in range(2, 8) for n in range(day)],
        fetched="2026-03-07 12:00",
    ).select(Filters(start=date(2026, 3, 2), end=date(2026, 3, 7)))
    found = halves(ds)
    assert found is not None
    assert [headline(half).attendances for half in found] == [2 + 3, 5 + 6]
    assert [headline(half).unique_attendees for half in found] == [3, 6]
    assert halves(ds.select(Filters(start=date(2026, 3, 6), end=date(2026, 3, 7)))) is None
    assert halves(dataset()) is None


def test_every_measure_of_each_half() -> None:
    """Two days: 10 minutes of one person; 30 and 50 of two, of whom one joins a breakout of the second session."""
    ds = dataset(
        [room_session(f"c{n}", "r", f"2026-03-0{n} 10:00", f"2026-03-0{n} 11:00") for n in (2, 3)],
        [
            attendance("c2", "r", "a", 10, 1.0),
            attendance("c3", "r", "a", 30, 1.0),
            attendance("c3", "r", "b", 50, 0.5),
            attendance("b3", "g", "a", 10, 1.0),
        ],
        [breakout("b3", "g", "r", "2026-03-03 10:20", "2026-03-03 10:40", 1)],
    )
    assert halves_of_headline(ds) == {
        "attendances": (1, 2),
        "unique_attendees": (1, 2),
        "sessions": (1, 1),
        "attended_minutes": (10, 80),
        "mean_minutes": (10, 40),
        "engagement_rate": (1, 55 / 80),
    }
    assert halves_of_participation(ds) == (None, 0.5)  # none in the first half
    both = halves(ds)
    assert both is not None
    assert [participation(half).low for half in both] == [None, 0.5]
    assert set(halves_of_headline(ds)) > set(TREND_MEASURES)
    assert halves_of_headline(dataset()) == {}
    assert halves_of_participation(dataset()) is None
