import pytest

from kaltura.fetch.doubles import doubles_of, merged, merged_note
from kaltura.reports.columns import Report
from kaltura.reports.problems import SHOWN_ROWS
from tests.builders import attendance, breakout, frame, room_session

S, A, B = Report


def test_minutes_add_and_the_ratio_is_pooled() -> None:
    rows = [
        attendance("c", "r", "ann", 60, 0.9),
        attendance("c", "r", "bob", 5, 0.5),
        attendance("c", "r", "ann", 30, 0.3),
    ]
    out, count = merged(A, frame(A, rows))
    assert count == 1
    assert out["user_id"].to_list() == ["bob", "ann"]
    assert out["meeting_view_time"].to_list() == [5, 90]
    assert out["meeting_engaged_play_time_ratio"].to_list() == pytest.approx([0.5, (60 * 0.9 + 30 * 0.3) / 90])


def test_the_rows_that_were_merged_can_be_looked_at() -> None:
    rows = [
        attendance("c", "r", user, minutes, 0.9) for user, minutes in (("bob", 1), ("ann", 2), ("cy", 3), ("bob", 4))
    ]
    note = merged_note(A, doubles_of(A, frame(A, rows)), 1)
    assert [(row["user_id"], row["meeting_view_time"]) for row in note.rows] == [("bob", "1.0"), ("bob", "4.0")]
    assert (note.count, note.report) == (1, A)
    assert note.sentence.startswith("1 row of a session or a person that came more than once")


def test_anonymous_rows_that_were_merged_stand_together() -> None:
    rows = [attendance("c", "r", None, n, 1.0, user_name=name) for n, name in enumerate("VWVW")]
    assert [row["user_name"] for row in merged_note(A, doubles_of(A, frame(A, rows)), 2).rows] == ["V", "V", "W", "W"]


def test_of_many_merged_rows_the_first_are_shown() -> None:
    rows = [attendance("c", "r", f"u{n:03d}", 1, 1.0) for n in range(SHOWN_ROWS)] * 2
    shown = merged_note(A, doubles_of(A, frame(A, rows)), SHOWN_ROWS).rows
    assert [row["user_id"] for row in shown] == [f"u{n // 2:03d}" for n in range(SHOWN_ROWS)]


def test_a_ratio_of_some_of_the_minutes_is_none_of_all_of_them() -> None:
    def ratio(minutes: float) -> float | None:
        rows = [attendance("c", "r", "ann", minutes, None), attendance("c", "r", "ann", 30, 0.3)]
        out, _ = merged(A, frame(A, rows))
        assert out["meeting_view_time"].item() == minutes + 30
        value: float | None = out["meeting_engaged_play_time_ratio"].item()
        return value

    assert ratio(60) is None
    assert ratio(0) == pytest.approx(0.3)


def test_unknown_minutes_and_ratios_stay_unknown() -> None:
    rows = [attendance("c", "r", "ann", None, None)] * 2  # type: ignore[arg-type]
    out, _ = merged(A, frame(A, rows))
    assert out.select("meeting_view_time", "meeting_engaged_play_time_ratio").row(0) == (None, None)


def test_anonymous_rows_merge_only_when_nothing_tells_them_apart() -> None:
    def visitor(name: str | None, minutes: float) -> dict[str, object]:
        return attendance("c", "r", None, minutes, 1.0, user_name=name, user_type="Guest")

    out, count = merged(A, frame(A, [visitor("V", 1), visitor("W", 2), visitor("V", 4), visitor(None, 8)]))
    assert count == 1
    assert sorted(out["meeting_view_time"].to_list()) == [2, 5, 8]


def test_the_same_person_in_two_sessions_is_two_attendances() -> None:
    rows = [attendance("c", "r", "ann", 1, 1.0), attendance("d", "r", "ann", 2, 1.0)]
    data = frame(A, rows)
    out, count = merged(A, data)
    assert count == 0
    assert out.equals(data)


def test_estimates_of_parts_are_not_added() -> None:
    part = room_session("c", "r", "2026-03-02 10:00", "2026-03-02 10:00", meeting_view_period_unique_users=7)
    rest = room_session("c", "r", "2026-03-02 10:00", "2026-03-02 11:00", meeting_view_period_unique_users=9)
    out, count = merged(S, frame(S, [part, rest, part]))
    assert count == 2
    assert out["meeting_view_period_unique_users"].item() is None
    assert out["session_end_time"].item() == rest["session_end_time"]


def test_an_estimate_that_both_agree_on_stays() -> None:
    row = breakout("c", "b", "r", "2026-03-02 10:00", "2026-03-02 11:00", 4)
    out, count = merged(B, frame(B, [row, row]))
    assert (count, out["participant_count"].item(), out["duration"].item()) == (1, 4, 3600)
