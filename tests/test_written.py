import pytest

from kaltura.written import interval_words, median_count, minutes, percent, percent_beside, percent_range


@pytest.mark.parametrize(
    ("share", "line", "written"),
    [
        (20 / 29, 0.69, "68.97 %"),  # 69.0 % would not be under 69 %
        (0.75, 0.75, "75.0 %"),
        (2 / 3, 0.75, "66.7 %"),
        (0.749999, 0.75, "74.9999 %"),
        (0.7, 0.699999, "70.0 %"),
        (1.0, 0.75, "100.0 %"),
    ],
)
def test_a_share_stands_on_its_side_of_the_line(share: float, line: float, written: str) -> None:
    assert percent_beside(share, line) == written


@pytest.mark.parametrize(
    ("low", "high", "digits", "written"),
    [
        (0.64, 0.71, 0, "64 % to 71 %"),
        (0.641, 0.643, 0, "64 % to 65 %"),
        (0.641, 0.643, 1, "64.1 % to 64.3 %"),
        (0.996, 0.999, 0, "99 % to 100 %"),  # "100 %" would be outside
        (0.992, 0.998, 0, "99 % to 100 %"),
        (0.57, 0.573, 0, "57 % to 58 %"),  # 100 · 0.57 is 56.999…
        (0.44, 1.0, 0, "44 % to 100 %"),
        (0.5, 0.5, 0, "50 %"),
        (None, None, 0, "–"),
        (0.5, float("nan"), 0, "–"),
    ],
)
def test_a_range_holds_what_is_known(low: float | None, high: float | None, digits: int, written: str) -> None:
    assert percent_range(low, high, digits).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0.905, 1, "90.5 %"),
        (1.0, 1, "100.0 %"),
        (0.999518, 1, "over 99.9 %"),
        (0.0000646, 1, "under 0.1 %"),
        (0.0, 1, "0.0 %"),
        (0.996, 0, "over 99 %"),
        (1.004, 1, "100.4 %"),
        (-1e-12, 1, "0.0 %"),
        (None, 1, "–"),
    ],
)
def test_nearly_all_is_not_all_and_nearly_none_not_none(value: float | None, digits: int, written: str) -> None:
    assert percent(value, digits).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (47.25, "47.2 min"),
        (999.94, "999.9 min"),
        (999.96, "1,000 min"),
        (12_345.6, "12,346 min"),
        (-0.04, "0.0 min"),
        (-2.25, "-2.2 min"),
        (float("nan"), "–"),
    ],
)
def test_minutes(value: float, written: str) -> None:
    assert minutes(value) == written


def test_an_interval_says_who_is_behind_the_rate() -> None:
    assert interval_words(None, "3 people") == ""
    assert interval_words((0.34, 0.97), "3 people") == "Only 3 people: 95\u00a0% interval 34\u00a0% to 97\u00a0%."


def test_a_median_of_counts_keeps_its_part() -> None:
    values = (1234, 27.5, 3.25, 0.0, float("nan"), None)
    assert [median_count(value) for value in values] == ["1,234", "27.5", "3.25", "0", "–", "–"]
