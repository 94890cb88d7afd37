import math
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.decisions import borderline, borderline_count, decision_counts, decisions
from kaltura.metrics.rule import Rule
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_rows


def hour(*rows: dict[str, Any], **session: Any) -> Dataset:
    return dataset([room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", **session)], rows)


def stayed(minutes: float, rule: Rule | None = None) -> "pd.Series[Any]":
    return decisions(hour(attendance("m", "r", "a", minutes, 1.0)), rule or Rule()).iloc[0]


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (47.2, "47.2 of 60.0 min = 78.7 % ≥ 75 % → Present (+2.2 min)"),
        (45.0, "45.0 of 60.0 min = 75.0 % ≥ 75 % → Present (+0.0 min)"),
        (44.8, "44.8 of 60.0 min = 74.7 % < 75 %, within the tolerance of 0.5 min → Present (−0.2 min)"),
        (44.98, "45.0 of 60.0 min = 74.966 % < 75 %, within the tolerance of 0.5 min → Present (−0.02 min)"),
        (44.5, "44.5 of 60.0 min = 74.2 % < 75 %, within the tolerance of 0.5 min → Present (−0.5 min)"),
        (44.529, "44.5 of 60.0 min = 74.2 % < 75 %, within the tolerance of 0.5 min → Present (−0.471 min)"),
        (
            44.496,
            "44.5 of 60.0 min = 74.2 % < 75 %, 0.004 min beyond the tolerance of 0.5 min → Partial (−0.504 min)",
        ),
        (44.525, "44.5 of 60.0 min = 74.2 % < 75 %, within the tolerance of 0.5 min → Present (−0.475 min)"),
        (
            44.491,
            "44.5 of 60.0 min = 74.2 % < 75 %, 0.009 min beyond the tolerance of 0.5 min → Partial (−0.509 min)",
        ),
        (
            44.4999,
            "44.5 of 60.0 min = 74.2 % < 75 %, 0.001 min beyond the tolerance of 0.5 min → Partial (−0.501 min)",
        ),
        (
            44.4,
            "44.4 of 60.0 min = 74.0 % < 75 %, 0.1 min beyond the tolerance of 0.5 min → Partial (−0.6 min)",
        ),
        (
            43.6,
            "43.6 of 60.0 min = 72.7 % < 75 %, 0.9 min beyond the tolerance of 0.5 min → Partial (−1.4 min)",
        ),
        (30.0, "30.0 of 60.0 min = 50.0 % < 75 % → Partial (−15.0 min)"),
        (1.0, "1.0 of 60.0 min = 1.7 % < 75 % → Partial (−44.0 min)"),
        (0.96, "0.96 of 60.0 min = 1.6 % < 75 %, under the floor of 1 min → Brief (−44.0 min)"),
        (0.5, "0.5 of 60.0 min = 0.8 % < 75 %, under the floor of 1 min → Brief (−44.5 min)"),
        (72.0, "72.0 of 60.0 min = 120.0 % ≥ 75 % → Present (+27.0 min)"),
    ],
)
def test_each_decision_explains_itself(minutes: float, sentence: str) -> None:
    assert stayed(minutes)["explanation"] == sentence


def test_numbers_are_written_no_finer_than_three_decimals_in_tables_of_many_rows() -> None:
    ds = hour(*(attendance("m", "r", f"u{step}", 44.4 + step / 1000, 1.0) for step in range(700)))
    for sentence in decisions(ds, Rule())["explanation"]:
        assert not re.search(r"\.\d{4}", sentence), sentence


def test_unrounded_values_are_compared() -> None:
    exact = Rule(tolerance_minutes=0)
    assert stayed(44.999, exact)["decision"] == "Partial"  # shown as 45.0 of 60.0 min
    assert stayed(44.999, exact)["explanation"] == "45.0 of 60.0 min = 74.998 % < 75 % → Partial (−0.001 min)"
    assert stayed(45.0, exact)["decision"] == "Present"
    assert stayed(33.0, Rule(threshold=0.55, tolerance_minutes=0))["decision"] == "Present"  # 0.55 * 60 > 33 as floats


def test_margin_and_share_are_unrounded() -> None:
    row = stayed(47.25)
    assert row["margin"] == pytest.approx(2.25)
    assert row["share"] == pytest.approx(47.25 / 60)
    assert stayed(72)["share"] == pytest.approx(1.2)


def test_a_running_session_is_undecided() -> None:
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 10:00")], [attendance("m", "r", "a", 12.34, 1.0)]
    )
    row = decisions(ds, Rule()).iloc[0]
    assert row["decision"] == "Undecided"
    assert row["explanation"] == "12.3 min; when the session ended is not known → Undecided"
    assert math.isnan(row["margin"])
    assert not row["borderline"]


def test_unknown_minutes_are_undecided() -> None:
    row = decisions(hour(attendance("m", "r", "a", None, 1.0)), Rule()).iloc[0]  # type: ignore[arg-type]
    assert row["decision"] == "Undecided"
    assert row["explanation"] == "The minutes are not known → Undecided"


@pytest.mark.parametrize("denominator", ["session", "host", "longest"])
def test_a_session_that_only_the_attendees_report_knows_is_undecided_by_any_measure(denominator: Any) -> None:
    ds = dataset([], [attendance("n", "r", "a", 60, 1.0)])
    row = decisions(ds, Rule(denominator=denominator)).iloc[0]
    assert row["explanation"] == "60.0 min; when the session ended is not known → Undecided"


@pytest.mark.parametrize(
    ("denominator", "of_minutes", "decision"),
    [("session", 60, "Partial"), ("host", 40, "Present"), ("longest", 50, "Partial")],
)
def test_the_denominator_is_a_choice(denominator: Any, of_minutes: float, decision: str) -> None:
    ds = hour(
        attendance("m", "r", "host", 40, 1.0),
        attendance("m", "r", "long", 50, 1.0),
        attendance("m", "r", "a", 31, 1.0),
        session_host_user_id="host",
    )
    table = decisions(ds, Rule(denominator=denominator)).set_index("user_id")
    assert table["of_minutes"].unique().tolist() == [of_minutes]
    assert table.loc["a", "decision"] == decision


def test_an_absent_host_leaves_the_session_undecided() -> None:
    row = decisions(hour(attendance("m", "r", "a", 40, 1.0)), Rule(denominator="host")).iloc[0]
    assert row["explanation"] == "40.0 min; the host's minutes is not known → Undecided".replace("is not", "are not")


def test_no_minutes_are_no_part_of_none() -> None:
    row = decisions(hour(attendance("m", "r", "a", 0, None)), Rule(denominator="longest")).iloc[0]
    assert (row["decision"], math.isnan(row["of_minutes"])) == ("Undecided", True)


def test_a_selection_of_people_cannot_be_measured_against_others() -> None:
    ds = hour(attendance("m", "r", "a", 40, 1.0), attendance("m", "r", "host", 60, 1.0), session_host_user_id="host")
    chosen = ds.select(Filters(users=("a",)))
    with pytest.raises(UsageError, match="the host's minutes may be missing"):
        decisions(chosen, Rule(denominator="host"))
    assert len(decisions(chosen, Rule())) == 1


def test_roles_anonymous_viewers_and_breakouts() -> None:
    ds = dataset(
        [
            room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00"),
            room_session("b", "g", "2026-03-02 10:00", "2026-03-02 11:00", parent_entry_id="r"),
        ],
        [
            attendance("m", "r", "a", 60, 1.0),
            attendance("m", "r", "t", 60, 1.0, user_type="Guest"),
            attendance("m", "r", None, 60, 1.0),
            attendance("b", "g", "a", 60, 1.0),
        ],
    )
    assert sorted(decisions(ds, Rule())["user_id"]) == ["a", "t"]
    assert decisions(ds, Rule(user_types=("User",)))["user_id"].tolist() == ["a"]
    assert "only user type User" in Rule(user_types=("User",)).sentence


def test_borderline_is_within_a_minute_of_the_line() -> None:
    ds = hour(*(attendance("m", "r", f"u{m}", m, 1.0) for m in (43.4, 43.5, 44.5, 45.5, 45.6)))
    assert borderline(ds, Rule())["user_id"].tolist() == ["u44.5", "u43.5", "u45.5"]  # the line is 44.5
    assert borderline_count(ds, Rule()) == 3


def test_the_latest_session_comes_first_and_in_it_people_by_name_then_id() -> None:
    rooms, rows = weekly_rows({user: [60, 60] for user in ("c", "b", "a")})
    rows = [row | {"user_name": "Zoe" if row["user_id"] == "a" else "Amy"} for row in rows]
    table = decisions(dataset(rooms, rows), Rule())
    found = list(zip(table["cue_point_id"], table["user_id"], strict=True))
    assert found == [(cue, user) for cue in ("r1", "r0") for user in ("b", "c", "a")]


def test_counts_of_decisions() -> None:
    ds = hour(*(attendance("m", "r", f"u{m}", m, 1.0) for m in (60, 50, 10, 0.5)))
    assert decision_counts(ds, Rule()) == {"Present": 2, "Partial": 1, "Brief": 1, "Undecided": 0}
    assert decision_counts(dataset(), Rule())["Present"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"threshold": 1.01},
        {"threshold": math.nan},
        {"floor_minutes": -1},
        {"tolerance_minutes": math.inf},
        {"denominator": "x"},
    ],
)
def test_a_rule_outside_its_range_is_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Rule(**wrong)


@given(st.floats(0, 100), st.integers(1, 100), st.floats(0, 5))
def test_present_is_exactly_at_or_above_the_line(minutes: float, per_cent: int, tolerance: float) -> None:
    rule = Rule(threshold=per_cent / 100, tolerance_minutes=tolerance)
    row = stayed(minutes, rule)
    line = per_cent / 100 * 60 - tolerance
    if abs(minutes - line) > 1e-6:
        assert (row["decision"] == "Present") == (minutes > line)
    sign = "≥" if "≥" in row["explanation"] else "<"
    shown = float(row["explanation"].split(" = ")[1].split(" %")[0])
    assert shown >= per_cent - 1e-9 if sign == "≥" else shown < per_cent
    if sign == "<" and tolerance and row["decision"] != "Undecided":
        margin = float(row["explanation"].split("(−")[1].split(" min)")[0])
        assert (margin <= tolerance + 1e-9) == (row["decision"] == "Present")
