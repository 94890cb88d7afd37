"""What holds for every pooled figure, whatever the rows."""

from dataclasses import asdict
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltura.dataset import Dataset
from kaltura.fetch.doubles import merged
from kaltura.metrics.engagement import session_rates
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import attendance_over_time, engagement_over_time
from kaltura.metrics.pooled import bin_of, quotient, weighted_quantiles
from kaltura.reports.columns import Report
from tests.builders import attendance, dataset, frame, room_session

SESSIONS = [
    room_session(cue, "r", f"2026-03-0{day} 10:00", f"2026-03-0{day} 11:00") for day, cue in enumerate("abc", 2)
]
MINUTES = st.integers(0, 600).map(lambda beats: beats / 6)  # heartbeats of 10 seconds
ROWS = st.lists(
    st.builds(
        attendance,
        st.sampled_from("abc"),
        st.just("r"),
        st.sampled_from(["ada", "bob", "cem", "dua", "eve"]),
        MINUTES,
        st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=15,
    unique_by=lambda row: (row["cue_point_id"], row["user_id"]),
)


def figures(ds: Dataset) -> dict[str, Any]:
    """The headline and two tables over time, as plain numbers that can be compared approximately."""
    tables = {
        f"{table.__name__} {name}": column.astype(float).tolist()
        for table in (attendance_over_time, engagement_over_time)
        for name, column in table(ds, "day").drop(columns="period").items()
    }
    flat = {name: value for name, value in asdict(headline(ds)).items() if value is not None}
    return {name: pytest.approx(value, nan_ok=True) for name, value in (flat | tables).items()}


def test_a_fraction_on_an_edge_belongs_above_it() -> None:
    parts = nw.from_native(pl.DataFrame({"part": [n / 100 for n in range(101)]}), eager_only=True)
    assert parts.select(bin_of(nw.col("part"), 100))["part"].to_list() == [*range(100), 99]


@settings(max_examples=25)  # each compares a page's figures
@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled, held = rows.copy(), SESSIONS.copy()
    random.shuffle(shuffled)
    random.shuffle(held)
    expected = figures(dataset(SESSIONS, rows))
    found = {name: value.expected for name, value in figures(dataset(held, shuffled)).items()}
    assert found == expected


@settings(max_examples=25)
@given(ROWS, st.integers(0, 14), st.floats(0.05, 0.95))
def test_an_attendance_that_arrives_in_two_rows_counts_as_one(
    rows: list[dict[str, Any]], which: int, part: float
) -> None:
    row = rows[which % len(rows)]
    minutes = row["meeting_view_time"]
    split = [r for r in rows if r is not row]
    split += [row | {"meeting_view_time": minutes * part}, row | {"meeting_view_time": minutes * (1 - part)}]
    whole, count = merged(Report.ATTENDEES, frame(Report.ATTENDEES, split))
    assert count == 1
    found = {name: value.expected for name, value in figures(dataset(SESSIONS, whole.to_dicts())).items()}
    assert found == figures(dataset(SESSIONS, rows))


@given(ROWS)
def test_a_pooled_rate_lies_between_its_smallest_and_largest_part(rows: list[dict[str, Any]]) -> None:
    ds = dataset(SESSIONS, rows)
    rate = headline(ds).engagement_rate
    behind = [(r["meeting_view_time"], r["meeting_engaged_play_time_ratio"]) for r in rows]
    parts = [ratio for minutes, ratio in behind if ratio is not None and minutes > 0]
    if not parts:
        assert rate is None
        return
    assert rate is not None
    assert min(parts) - 1e-9 <= rate <= max(parts) + 1e-9
    of_sessions = session_rates(ds)["engagement_rate"]
    assert of_sessions.min() - 1e-9 <= rate <= of_sessions.max() + 1e-9


@given(ROWS)
def test_counts_keep_their_order_of_size(rows: list[dict[str, Any]]) -> None:
    found = headline(dataset(SESSIONS, rows))
    assert 0 <= found.unique_attendees <= found.attendances
    assert (found.disengaged_minutes is None) == (found.engagement_rate is None)
    assert 0 <= (found.disengaged_minutes or 0) <= found.attended_minutes + 1e-9
    assert found.engagement_people is None or 0 < found.engagement_people <= min(4, found.attendances)


def test_a_share_of_nothing_is_unknown() -> None:
    shares = quotient(pd.Series([1, 0, 3]), pd.Series([2, 0, 0]))
    assert shares.iloc[0] == 0.5
    assert shares.iloc[1:].isna().all()


def test_quantiles_are_weighted_and_kept_apart() -> None:
    table = weighted_quantiles(
        pd.Series([0.9, 0.5, 0.1, 0.7]), pd.Series([30.0, 10, 1, 0]), pd.Series(["x", "x", "y", "y"]), (0.25, 0.75)
    )
    assert table.loc["x"].tolist() == [0.5, 0.9]  # a quarter of 40 is 10
    assert table.loc["y"].tolist() == [0.1, 0.1]  # what weighs nothing does not count


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 20)), min_size=1, max_size=20), st.floats(0.01, 0.99))
def test_weights_stand_for_repeated_values(pairs: list[tuple[float, int]], share: float) -> None:
    values, weights = (pd.Series(column, dtype=float) for column in zip(*pairs, strict=True))
    one = pd.Series(["all"] * len(pairs))
    found = weighted_quantiles(values, weights, one, (share,)).loc["all", share]
    repeated = sorted(value for value, weight in pairs for _ in range(weight))
    assert found in repeated
    assert sum(value <= found for value in repeated) >= share * len(repeated) - 1e-6
    assert sum(value < found for value in repeated) < share * len(repeated) + 1e-6
