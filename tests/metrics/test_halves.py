from datetime import date

from kaltura.filters import Filters
from kaltura.metrics.halves import halves
from kaltura.metrics.headline import headline
from tests.builders import attendance, dataset, room_session


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
