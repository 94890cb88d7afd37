import pytest

from kaltura.demo.report_params import Asked, NoSuchReport, ParameterError, read_params

HOUR = 3600


def test_window_and_lists_are_read() -> None:
    asked = read_params(6001, {"from_date": "3600", "to_date": " 7200 ", "entry_ids": "a, b,,", "user_ids": "ann"})
    assert asked == Asked(3600, 7200, rooms=("a", "b"), users=("ann",))


@pytest.mark.parametrize(
    ("sent", "hours"),
    [
        ((HOUR, 2 * HOUR), (1, 2)),
        ((HOUR + 1, 3 * HOUR), (2, 3)),  # the first hour's key lies before `from`
        ((HOUR, 2 * HOUR + 1), (1, 3)),  # the last hour's key lies before `to`
        ((HOUR - 1, HOUR + 1), (1, 2)),
    ],
)
def test_whole_hours_whose_first_second_is_asked_for(sent: tuple[int, int], hours: tuple[int, int]) -> None:
    asked = read_params(6000, {"from_date": str(sent[0]), "to_date": str(sent[1])})
    assert (asked.start, asked.end) == (hours[0] * HOUR, hours[1] * HOUR)


@pytest.mark.parametrize(("start", "end"), [("7200", "3600"), ("3600", "3600"), ("3601", "3700")])
def test_reversed_or_equal_dates_ask_for_nothing(start: str, end: str) -> None:
    assert read_params(6000, {"from_date": start, "to_date": end}).nothing


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"from_date": "0"},
        {"to_date": "0"},
        {"from_date": "", "to_date": "1"},
        {"from_date": "2026-01-01", "to_date": "1"},
        {"from_date": "1e9", "to_date": "1"},
        {"from_date": "0", "to_date": "9" * 40},
        {"fromDate": "0", "toDate": "1"},
    ],
)
def test_a_missing_or_malformed_date_is_an_error(params: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        read_params(6001, params)


def test_breakouts_know_both_spellings() -> None:
    camel = read_params(6002, {"fromDate": "0", "toDate": "3600", "parentEntryIds": "p"})
    snake = read_params(6002, {"from_date": "0", "to_date": "3600", "parent_entry_ids": "p"})
    assert camel == snake == Asked(0, 3600, parents=("p",))


def test_unknown_keys_and_filters_of_other_reports_are_ignored() -> None:
    params = {"from_date": "0", "to_date": "3600", "user_ids": "ann", "parentEntryIds": "p", "nonsense": "1"}
    assert read_params(6000, params) == Asked(0, 3600)


def test_an_empty_list_filters_nothing() -> None:
    assert read_params(6000, {"from_date": "0", "to_date": "3600", "entry_ids": " , "}).rooms is None


def test_other_reports_do_not_exist() -> None:
    with pytest.raises(NoSuchReport):
        read_params(6003, {"from_date": "0", "to_date": "3600"})
