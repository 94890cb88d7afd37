"""What is said of answers that are too large, took too long, or may have been cut."""

from kaltura.api.errors import TooLarge
from kaltura.fetch.asks import Ask
from kaltura.reports.problems import Problem

_TIMED_OUT = "DRUID_QUERY_TIMED_OUT"
_OF_AN_HOUR = {
    _TIMED_OUT: "Kaltura's query for the report {report} timed out, even for the single hour {hour}.",
    "SEARCH_TOO_GENERAL": "Kaltura finds the report {report} too large to work out, even for the single hour {hour}.",
}
_MORE_THAN_AN_ANSWER = "The report {report} for the single hour {hour} is more than Kaltura gives in one answer."


def outcome(error: TooLarge | None, *, again: bool) -> str:
    """What became of a window: asked again in halves, or given up. error: of Kaltura; None when rows were cut."""
    what = "timed out" if error and error.code == _TIMED_OUT else "too large"
    return f"{what}, asked again in halves" if again else f"{what} for one hour"


def of_the_hour(ask: Ask, error: TooLarge | None) -> TooLarge:
    """The error of a window that cannot be halved; it names the hour and what was wrong with it. error: as above."""
    code, session_id = (error.code, error.session_id) if error else (None, None)
    return TooLarge(
        _OF_AN_HOUR.get(code or "", _MORE_THAN_AN_ANSWER).format(report=ask.report.named, hour=ask.tile),
        "Choose some rooms or an event, or leave this day out.",
        code=code,
        session_id=session_id,
    )


def maybe_cut(ask: Ask, received: int) -> Problem:
    """A count that looks like a limit, in a window that cannot be halved."""
    return Problem(
        "maybe_cut",
        f"The answer for {ask.tile} came with exactly {received:,} rows, which may be a limit of this account: "
        "rows may be missing there. Ask for some rooms at a time to be sure.",
        received,
        ask.report,
    )
