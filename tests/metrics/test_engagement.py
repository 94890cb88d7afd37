from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.engagement import (
    coverage,
    disengaged_by_session,
    engagement_by_length,
    engagement_by_size,
    engagement_distribution,
    kaltura_only,
    session_rates,
    sessions_starting,
    sessions_within,
)
from kaltura.metrics.headline import headline
from tests.builders import attendance, dataset, room_session


def lesson(cue: str, day: int, minutes: int = 60, **more: object) -> dict[str, object]:
    end = f"2026-03-{day:02} {10 + minutes // 60}:{minutes % 60:02}"
    return room_session(cue, "r", f"2026-03-{day:02} 10:00", end, **more)


def group(cue: str, size: int, minutes: float, ratio: float | None) -> list[dict[str, object]]:
    return [attendance(cue, "r", f"{cue}{i}", minutes, ratio) for i in range(size)]


MIXED = dataset(
    [
        lesson("small", 2, 30),
        lesson("large", 3, 90),
        lesson("own", 4, meeting_engaged_play_time_ratio=0.7),
        lesson("blank", 5),
        room_session("runs", "r", "2026-03-06 10:00", "2026-03-06 10:00"),
    ],
    [*group("small", 2, 20, 0.5), *group("large", 12, 50, 0.9), *group("blank", 3, 10, None), *group("runs", 1, 5, 1)],
)


def test_coverage_says_what_the_rate_rests_on() -> None:
    found = coverage(MIXED)
    assert (found.sessions, found.rated, found.kaltura_only, found.unknown) == (5, 3, 1, 1)
    assert (found.attended_minutes, found.rated_minutes) == (675, 645)
    assert found.minutes_share == 645 / 675
    figures = headline(MIXED)
    assert (figures.session_coverage, figures.engagement_coverage) == (
        found.rated / found.sessions,
        found.minutes_share,
    )


def test_coverage_of_nothing_is_unknown() -> None:
    assert coverage(dataset()).minutes_share is None


def test_sessions_without_attendees_show_kalturas_own_ratio_and_stay_out_of_the_rate() -> None:
    table = kaltura_only(MIXED).set_index("cue_point_id")
    assert list(table.index) == ["own", "blank"]
    assert table.loc["own", "kaltura_ratio"] == 0.7
    assert isnan(table.loc["blank", "kaltura_ratio"])
    assert "own" not in set(session_rates(MIXED)["cue_point_id"])


def test_each_sessions_rate_and_disengaged_minutes() -> None:
    table = session_rates(MIXED).set_index("cue_point_id")
    assert list(table.index) == ["large", "small", "runs"]  # 60, 20 and 0 disengaged minutes
    assert table["disengaged_minutes"].tolist() == pytest.approx([60, 20, 0])
    assert table["engagement_rate"].tolist() == pytest.approx([0.9, 0.5, 1])


def test_rates_by_size() -> None:
    table = engagement_by_size(MIXED).set_index("low")
    assert table["sessions"].to_dict() == {1: 2, 5: 0, 10: 1, 20: 0, 50: 0, 100: 0, 200: 0, 500: 0}
    assert table.loc[1, "engagement_rate"] == pytest.approx((20 + 5) / 45)
    assert table.loc[10, "attendances"] == 12
    assert isnan(table.loc[20, "engagement_rate"])
    assert not isnan(table.loc[1, "interval_low"])  # 3 attendances
    assert isnan(table.loc[10, "interval_low"])
    assert isnan(table["high"].iloc[-1])


def test_rates_by_length_leave_running_sessions_out() -> None:
    table = engagement_by_length(MIXED).set_index("low")
    assert table["sessions"].sum() == 2
    assert (table.loc[30, "sessions"], table.loc[90, "sessions"]) == (1, 1)  # low is included
    assert table.loc[30, "engagement_rate"] == 0.5


@pytest.mark.parametrize("by", [engagement_by_size, engagement_by_length])
def test_an_empty_dataset_has_empty_classes(by: object) -> None:
    table = by(dataset())  # type: ignore[operator]
    assert len(table) == 8
    assert table["sessions"].sum() == 0


def test_the_distribution_counts_sessions_by_theirs_and_attendances_by_their_own_ratio() -> None:
    ds = dataset([lesson("s", 2)], [attendance("s", "r", "ada", 30, 1.0), attendance("s", "r", "bob", 10, 0.2)])
    table = engagement_distribution(ds)
    assert table["sessions"].tolist() == [0] * 16 + [1, 0, 0, 0]  # 32 of 40 minutes
    assert table["attendances"].tolist() == [0] * 4 + [1] + [0] * 14 + [1]
    assert table["rated_minutes"].tolist() == [0] * 4 + [10] + [0] * 14 + [30]
    assert table["share"].sum() == 1


def test_a_ratio_of_unknown_minutes_is_in_no_bar() -> None:
    rows = [attendance("s", "r", "ada", 10, 1.0), attendance("s", "r", "bob", None, 1.0)]  # type: ignore[arg-type]
    assert engagement_distribution(dataset([lesson("s", 2)], rows))["attendances"].sum() == 1


def test_pareto_of_disengaged_minutes() -> None:
    # 50, 30, 15 and 5 disengaged minutes of 100.
    rows = [attendance(f"s{i}", "r", "ada", lost, 0) for i, lost in enumerate([5, 50, 30, 15])]
    found = disengaged_by_session(dataset([lesson(f"s{i}", 2 + i) for i in range(4)], rows), n=3)
    assert found.table["cue_point_id"].tolist() == ["s1", "s2", "s3"]
    assert found.table["rank"].tolist() == [1, 2, 3]
    assert found.table["cumulative_share"].tolist() == pytest.approx([0.5, 0.8, 0.95])
    assert (found.sessions, found.disengaged_minutes, found.sessions_to_80) == (4, 100, 2)


def test_pareto_when_nobody_was_disengaged() -> None:
    found = disengaged_by_session(dataset([lesson("s", 2)], [attendance("s", "r", "ada", 10, 1)]))
    assert (found.disengaged_minutes, found.sessions_to_80) == (0, 0)
    assert isnan(found.table["cumulative_share"].iloc[0])
    assert disengaged_by_session(dataset()).table.empty


Row = tuple[str, float, float | None]
ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.floats(0, 300), st.none() | st.floats(0, 1)), min_size=1, max_size=25
)


def of(rows: list[Row]) -> Dataset:
    people = [attendance(cue, "r", f"u{i}", m, r) for i, (cue, m, r) in enumerate(rows)]
    return dataset([lesson(cue, day) for day, cue in enumerate("abc", 2)], people)


@given(ROWS)
def test_all_views_hold_the_same_disengaged_minutes(rows: list[Row]) -> None:
    ds = of(rows)
    whole = pytest.approx(headline(ds).disengaged_minutes or 0)
    assert session_rates(ds)["disengaged_minutes"].sum() == whole
    assert engagement_by_size(ds)["disengaged_minutes"].sum() == whole
    assert disengaged_by_session(ds).disengaged_minutes == whole


@given(ROWS)
def test_the_spread_of_a_class_is_within_its_sessions_rates(rows: list[Row]) -> None:
    ds = of(rows)
    rates, classes = session_rates(ds)["engagement_rate"], engagement_by_size(ds).dropna(subset="spread_low")
    assert (classes["spread_low"] <= classes["spread_high"]).all()
    assert classes["spread_low"].ge(rates.min() - 1e-9).all()
    assert classes["spread_high"].le(rates.max() + 1e-9).all()


def test_every_bin_and_class_lists_the_sessions_that_it_counts() -> None:
    bins = engagement_distribution(MIXED)
    listed = [len(sessions_within(MIXED, "engagement_rate", row.low, row.high)) for row in bins.itertuples()]
    assert listed == list(bins["sessions"])
    assert listed[-1] == 1  # a rate of exactly 1 is in the last bin
    for column, table in (
        ("attendances", engagement_by_size(MIXED)),
        ("duration_minutes", engagement_by_length(MIXED)),
    ):
        found = [len(sessions_within(MIXED, column, row.low, row.high)) for row in table.itertuples()]
        assert found == list(table["sessions"])


def test_sessions_of_a_weekday_and_hour_are_local() -> None:
    assert list(sessions_starting(MIXED, 1, 10)["cue_point_id"]) == ["small"]  # Monday 2 March
    assert sessions_starting(MIXED, 1, 11).empty
    berlin = MIXED.select(Filters(zone="Europe/Berlin"))
    assert list(sessions_starting(berlin, 1, 11)["cue_point_id"]) == ["small"]
