"""Nought people is a number: in an ID "0" stands for none, in a count it stands for nought."""

from collections.abc import Callable

import pytest

from kaltura.reports.columns import Report
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.resaved import parse_file
from tests.reports.bodies import body, breakout, room

COUNTS = [
    (Report.BREAKOUT_SESSIONS, breakout, "participant_count"),
    (Report.ROOM_SESSIONS, room, "meeting_view_period_unique_users"),
]
ANOTHER = {"plain": {}, "a wrapped name makes each cell be looked at": {"cue_point_id": '"c2"'}}


@pytest.mark.parametrize("reader", [parse, parse_file])
@pytest.mark.parametrize("way", ANOTHER)
@pytest.mark.parametrize(("report", "row", "column"), COUNTS)
def test_a_count_of_nought_stays_nought(
    report: Report, row: Callable[..., list[str]], column: str, way: str, reader: Callable[[bytes, Report], Parsed]
) -> None:
    rows = [row(**{column: text}) for text in ("0", "0.0", "", "Unknown", "7")]
    parsed = reader(body(report, [*rows, row(**ANOTHER[way])]), report)
    assert parsed.frame[column].to_list()[:5] == [0, 0, None, None, 7] or way != "plain"
    assert sorted(parsed.frame[column].to_list(), key=str)[:2] == [0, 0]
    assert parsed.frame[column].null_count() == 2
    assert parsed.problems == ()
