from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.ui.dates import ALL, CUSTOM, PRESETS, TERM_STARTS, date_range, preset_range, term_around

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("preset", "last_day", "expected"),
    [
        ("Last 7 days", date(2026, 11, 23), (date(2026, 11, 17), date(2026, 11, 23))),
        ("Last 30 days", date(2026, 3, 1), (date(2026, 1, 31), date(2026, 3, 1))),
        ("Last 90 days", date(2026, 11, 23), (date(2026, 8, 26), date(2026, 11, 23))),
        ("This month", date(2024, 2, 10), (date(2024, 2, 1), date(2024, 2, 29))),
        ("This month", date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
        ("Last month", date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        ("Last month", date(2026, 1, 1), (date(2025, 12, 1), date(2025, 12, 31))),
        ("This term", date(2026, 11, 23), (date(2026, 9, 1), date(2027, 1, 31))),
        ("This term", date(2026, 1, 31), (date(2025, 9, 1), date(2026, 1, 31))),
        ("This term", date(2026, 2, 1), (date(2026, 2, 1), date(2026, 8, 31))),
        (ALL, date(2026, 11, 23), None),
        (CUSTOM, date(2026, 11, 23), None),
    ],
)
def test_presets(preset: str, last_day: date, expected: tuple[date, date] | None) -> None:
    assert preset_range(preset, last_day, TERM_STARTS) == expected


@given(st.sampled_from(PRESETS), DAYS)
def test_a_preset_is_in_order(preset: str, last_day: date) -> None:
    found = preset_range(preset, last_day, TERM_STARTS)
    assert found is None or found[0] <= found[1]


@given(DAYS, st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28)), min_size=1, max_size=4, unique=True))
def test_terms_follow_each_other_without_a_gap(day: date, starts: list[tuple[int, int]]) -> None:
    first, last = term_around(day, starts)
    assert first <= day <= last
    assert term_around(last + timedelta(days=1), starts)[0] == last + timedelta(days=1)


def test_words_name_a_year_once() -> None:
    assert date_range(date(2026, 9, 1), date(2026, 11, 30)) == "1 Sep to 30 Nov 2026"
    assert date_range(date(2025, 9, 1), date(2026, 1, 31)) == "1 Sep 2025 to 31 Jan 2026"
    assert date_range(date(2026, 9, 1), date(2026, 9, 1)) == "1 Sep 2026"
