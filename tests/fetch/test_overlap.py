import polars as pl

from kaltura.fetch.overlap import LESSER_ROW, SAME_ROW, Combined, combine
from kaltura.reports.columns import Report
from tests.builders import attendance, frame, room_session

S, A, _ = Report


def people(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return frame(A, [attendance(cue, "r", user, minutes, 1.0) for cue, user, minutes in rows])


def minutes(data: pl.DataFrame) -> dict[tuple[str, str], float]:
    rows = data.select("cue_point_id", "user_id", "meeting_view_time").iter_rows()
    return {(str(cue), str(user)): value for cue, user, value in rows}


def shown(out: Combined) -> dict[str, list[tuple[str, ...]]]:
    names = ("cue_point_id", "user_id", "meeting_view_time")
    return {p.kind: [tuple(row[name] for name in names) for row in p.rows] for p in out.problems}


def test_a_row_that_two_files_share_counts_once() -> None:
    out = combine(
        A, [people(("c", "ann", 60), ("d", "ann", 5)), people(("d", "ann", 5), ("e", "ann", 1))], partial=True
    )
    assert minutes(out.frame) == {("c", "ann"): 60, ("d", "ann"): 5, ("e", "ann"): 1}
    assert (out.merged, out.set_aside) == (0, {SAME_ROW: 1})
    assert shown(out) == {"same_row_twice": [("d", "ann", "5.0")]}


def test_parts_of_a_session_over_the_border_of_two_periods_add_up() -> None:
    out = combine(A, [people(("c", "ann", 60)), people(("c", "ann", 20), ("d", "ann", 5))], partial=True)
    assert minutes(out.frame) == {("c", "ann"): 80, ("d", "ann"): 5}
    assert out.merged == 1
    assert shown(out) == {"added_across_files": [("c", "ann", "60.0"), ("c", "ann", "20.0")]}


def test_of_overlapping_files_the_fuller_row_is_kept() -> None:
    out = combine(
        A, [people(("c", "ann", 60), ("d", "ann", 5)), people(("c", "ann", 80), ("d", "ann", 5))], partial=True
    )
    assert minutes(out.frame) == {("c", "ann"): 80, ("d", "ann"): 5}
    assert out.set_aside == {SAME_ROW: 1, LESSER_ROW: 1}
    assert shown(out)["fuller_row_kept"] == [("c", "ann", "60.0"), ("c", "ann", "80.0")]


def test_our_own_exports_are_whole_and_never_add() -> None:
    out = combine(A, [people(("c", "ann", 60)), people(("c", "ann", 80))], partial=False)
    assert minutes(out.frame) == {("c", "ann"): 80}


def test_doubles_within_one_file_add_up_as_kaltura_means_them() -> None:
    out = combine(A, [people(("c", "ann", 60), ("c", "ann", 60))], partial=True)
    assert minutes(out.frame) == {("c", "ann"): 120}
    assert out.merged == 1
    assert shown(out) == {"merged_rows": [("c", "ann", "60.0"), ("c", "ann", "60.0")]}


def test_a_session_that_ran_in_the_older_export_has_its_end_from_the_newer() -> None:
    running = frame(S, [room_session("c", "r", "2026-03-02 10:00", "2026-03-02 10:00"),
                        room_session("d", "r", "2026-03-01 10:00", "2026-03-01 11:00")])  # fmt: skip
    ended = frame(S, [room_session("c", "r", "2026-03-02 10:00", "2026-03-02 12:00"),
                      room_session("d", "r", "2026-03-01 10:00", "2026-03-01 11:00")])  # fmt: skip
    for order in ([running, ended], [ended, running]):
        out = combine(S, order, partial=True)
        assert out.frame.filter(pl.col("cue_point_id") == "c")["session_end_time"].to_list() == [
            ended["session_end_time"][0]
        ]


def test_no_file_is_no_rows() -> None:
    assert combine(A, [], partial=True).frame.is_empty()
