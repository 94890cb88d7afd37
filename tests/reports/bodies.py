"""Bodies as Kaltura writes them, from cells, and what was read of them."""

from collections.abc import Iterable, Sequence

from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import Parsed

BOM = b"\xef\xbb\xbf"


def body(report: Report, rows: Iterable[Sequence[str]], header: Sequence[str] | None = None) -> bytes:
    """BOM, header, a line a row; commas in cells become spaces, nothing is quoted."""
    lines = [header or column_names(report), *([cell.replace(",", " ") for cell in row] for row in rows)]
    return BOM + "".join(",".join(line) + "\n" for line in lines).encode()


def attendee(**cells: str) -> list[str]:
    """The cells of a row of 6001, in Kaltura's order."""
    plain = {
        "entry_id": "1_room",
        "cue_point_id": "c1",
        "user_id": "ann",
        "user_name": "Ann Lee",
        "user_email": "ann@uni.example",
        "user_type": "User",
        "meeting_view_time": "47.25",
        "meeting_engaged_play_time_ratio": "0.9",
    }
    return list((plain | cells).values())


def room(**cells: str) -> list[str]:
    """The cells of a row of 6000, in Kaltura's order."""
    plain = {
        "entry_id": "1_room",
        "entry_name": "Biology 101",
        "parent_entry_id": "",
        "cue_point_id": "c1",
        "session_start_time": "1700000000",
        "session_end_time": "1700003600",
        "session_host_user_id": "host",
        "meeting_view_period_unique_users": "21",
        "meeting_engaged_play_time_ratio": "0.95",
    }
    return list((plain | cells).values())


def breakout(**cells: str) -> list[str]:
    """The cells of a row of 6002, in Kaltura's order."""
    plain = {
        "parent_entry_id": "1_room",
        "parent_entry_name": "Biology 101",
        "breakout_entry_id": "1_small",
        "breakout_entry_name": "Group 1",
        "cue_point_id": "b1",
        "session_initiator": "Host",
        "session_start_time": "1700000600",
        "session_end_time": "1700001200",
        "duration": "600",
        "participant_count": "5",
        "engagement_rate": "1",
    }
    return list((plain | cells).values())


def kinds(parsed: Parsed) -> dict[str, int]:
    """Kind of problem → how many rows."""
    return {problem.kind: problem.count for problem in parsed.problems}


def balances(parsed: Parsed) -> bool:
    """Whether each row received is in the frame or set aside."""
    return parsed.received == parsed.frame.height + sum(parsed.set_aside.values())


def one(parsed: Parsed) -> dict:
    """The only row."""
    assert parsed.frame.height == 1, parsed
    return parsed.frame.row(0, named=True)
