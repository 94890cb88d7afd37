import polars as pl
import pytest

from kaltura.fetch.overlap import LESSER_ROW, SAME_ROW, Combined, combine
from kaltura.fetch.ownership import session_times
from kaltura.reports.columns import Report
from tests.builders import attendance, frame, room_session

S, A, _ = Report


def people(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return frame(A, [attendance(cue, "r", user, minutes, 1.0) for cue, user, minutes in rows])


def lasting(**minutes: int) -> pl.DataFrame:
    """Session → its minutes; each starts at 23:30, "d" and "e" on days of their own."""
    days = {"d": 4, "e": 6}
    rows = [room_session(cue, "r", f"2026-03-0{days.get(cue, 2)} 23:30", "2026-03-02 00:00") for cue in minutes]
    ends = [row["session_start_time"] + 60 * length for row, length in zip(rows, minutes.values(), strict=True)]
    return session_times([frame(S, [row | {"session_end_time": end} for row, end in zip(rows, ends, strict=True)])])


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
    halves = [people(("c", "ann", 60)), people(("c", "ann", 20), ("d", "ann", 5))]
    out = combine(A, halves, partial=True, times=lasting(c=90, d=60))
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


THREE = (("c", "ann", 47.166666666667), ("c", "bob", 12.333333333333), ("d", "ann", 58.166666666667))


def test_a_copy_whose_numbers_a_spreadsheet_rounded_adds_nothing() -> None:
    original = people(*THREE)
    for digits in (9, 2, 1, 0):
        copy = people(*((cue, user, round(value, digits)) for cue, user, value in THREE))
        for times in (lasting(c=60, d=60), lasting(c=60), None):
            out = combine(A, [original, copy], partial=True, times=times)
            assert minutes(out.frame) == pytest.approx({(cue, user): value for cue, user, value in THREE}, abs=0.5)
            assert {*shown(out)} == {"fuller_row_kept"}


def test_rounded_minutes_of_one_short_stay_are_no_part_of_a_session() -> None:
    """Each fits into the hour twice; that both are of other days tells that the files overlap."""
    stays = [("c", "ann", 5.0), ("d", "bob", 7.0), ("e", "eve", 9.0)]
    later = [("c", "ann", 6.0), ("d", "bob", 9.0), ("e", "eve", 11.0)]
    out = combine(A, [people(*stays), people(*later)], partial=True, times=lasting(c=60, d=60, e=60))
    assert minutes(out.frame) == {("c", "ann"): 6, ("d", "bob"): 9, ("e", "eve"): 11}


def test_a_day_that_was_exported_while_it_ran_and_again_later() -> None:
    """After 30 minutes of the hour, and after it; who had left has the same in both, who came late fits twice."""
    early = [("c", "ann", 30), ("c", "bob", 29.5), ("c", "eve", 28), ("c", "left", 12), ("c", "late", 4)]
    whole = [("c", "ann", 60), ("c", "bob", 59.5), ("c", "eve", 58), ("c", "left", 12), ("c", "late", 34)]
    for order in ((early, whole), (whole, early)):
        out = combine(A, [people(*rows) for rows in order], partial=True, times=lasting(c=60))
        assert minutes(out.frame) == {(cue, user): value for cue, user, value in whole}
        assert out.merged == 0


def test_parts_are_told_by_most_people_and_not_by_one_who_has_the_same_on_both_sides() -> None:
    """Of 61 minutes, 30 before midnight and 31 after it; "same" was there for 20 minutes of each."""
    before = [("c", "ann", 30), ("c", "bob", 30), ("c", "eve", 10), ("c", "same", 20)]
    after = [("c", "ann", 31), ("c", "bob", 29), ("c", "eve", 31), ("c", "same", 20)]
    out = combine(A, [people(*before), people(*after)], partial=True, times=lasting(c=61))
    assert minutes(out.frame) == {("c", "ann"): 61, ("c", "bob"): 59, ("c", "eve"): 41, ("c", "same"): 40}
    assert (out.merged, out.set_aside) == (4, {})
    assert {*shown(out)} == {"added_across_files"}


def test_who_stayed_all_the_time_has_half_of_it_on_both_sides_of_midnight() -> None:
    before = [("c", "ann", 30), ("c", "bob", 30), ("c", "eve", 21), ("c", "joe", 2)]
    after = [("c", "ann", 30), ("c", "bob", 30), ("c", "eve", 11), ("c", "joe", 25)]
    out = combine(A, [people(*before), people(*after)], partial=True, times=lasting(c=60))
    assert minutes(out.frame) == {("c", "ann"): 60, ("c", "bob"): 60, ("c", "eve"): 32, ("c", "joe"): 27}


def test_where_nothing_tells_the_larger_counts_and_it_is_said() -> None:
    early = [("c", "ann", 30), ("c", "bob", 20)]
    later = [("c", "ann", 50), ("c", "bob", 35)]
    for times in (None, lasting(c=60)):  # 80 minutes are more than the hour, 55 are not
        out = combine(A, [people(*early), people(*later)], partial=True, times=times)
        assert minutes(out.frame) == {("c", "ann"): 50, ("c", "bob"): 35}
        assert {*shown(out)} == {"fuller_row_kept", "overlap_not_told"}


def test_halves_and_a_copy_of_one_of_them() -> None:
    before = people(("c", "ann", 30.166666666667), ("c", "bob", 28))
    copy = people(("c", "ann", 30.17), ("c", "bob", 28))
    after = people(("c", "ann", 20), ("c", "bob", 15))
    for order in ([before, after, copy], [copy, before, after]):
        out = combine(A, order, partial=True, times=lasting(c=61))
        assert minutes(out.frame) == {("c", "ann"): 50.17, ("c", "bob"): 43}


def test_many_parts_and_copies_of_all_of_them() -> None:
    """Eight exports of an hour each of one long session, twice: each copy is far behind its original."""
    parts = [people(*(("c", user, 50.0 + n) for user in ("ann", "bob"))) for n in range(8)]
    copies = [people(*(("c", user, 50.01 + n) for user in ("ann", "bob"))) for n in range(8)]
    out = combine(A, [*parts, *copies], partial=True, times=lasting(c=480))
    assert minutes(out.frame) == {("c", "ann"): 57.01, ("c", "bob"): 57.01}
    assert "overlap_not_told" in shown(out)


def test_names_that_changed_between_two_exports_of_the_same_days() -> None:
    renamed = people(*THREE).with_columns(user_name=pl.lit("Somebody").cast(pl.Categorical))
    out = combine(A, [people(*THREE), renamed], partial=True, times=lasting(c=60, d=60))
    assert minutes(out.frame) == {(cue, user): value for cue, user, value in THREE}


def test_estimates_of_a_session_are_those_of_the_export_that_knows_more() -> None:
    hour = ("2026-03-02 10:00", "2026-03-02 11:00")
    first = room_session("c", "r", *hour, meeting_view_period_unique_users=9, meeting_engaged_play_time_ratio=0.9012345)
    rounded = frame(S, [first | {"entry_name": "New name", "meeting_engaged_play_time_ratio": 0.9}])
    out = combine(S, [frame(S, [first]), rounded], partial=True)
    assert out.frame["meeting_view_period_unique_users"].to_list() == [9]
    part = frame(S, [first | {"meeting_view_period_unique_users": 4}])
    out = combine(S, [frame(S, [first]), part], partial=True)
    assert out.frame["meeting_view_period_unique_users"].to_list() == [None]
    assert "estimates that differ are taken as unknown" in out.problems[0].sentence
