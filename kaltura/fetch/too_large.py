"""What is said of answers that are too large, took too long, or may have been cut."""

from kaltura.api.errors import TooLarge
from kaltura.fetch.asks import Ask
from kaltura.reports.problems import Problem

_TIMED_OUT = "DRUID_QUERY_TIMED_OUT"
_OF_AN_HOUR = {
    _TIMED_OUT: "Kaltura's query for {report} timed out, even for the single hour {hour}.",
    "SEARCH_TOO_GENERAL": "Kaltura finds {report} too large to work out, even for the single hour {hour}.",
}
_MORE_THAN_AN_ANSWER = "{report} for the single hour {hour} is more than Kaltura gives in one answer."


def too_many(ask: Ask) -> TooLarge:
    """The reason of an answer that has as many rows as Kaltura gives."""
    return TooLarge(f"{ask.report.title} has more rows than Kaltura gives in one answer.", "")


def outcome(error: TooLarge, *, again: bool) -> str:
    """What became of a window: asked again in halves, or given up."""
    what = "timed out" if error.code == _TIMED_OUT else "too large"
    return f"{what}, asked again in halves" if again else f"{what} for one hour"


def of_the_hour(ask: Ask, error: TooLarge) -> TooLarge:
    """The error of a window that cannot be halved; it names the hour and what was wrong with it."""
    text = _OF_AN_HOUR.get(error.code or "", _MORE_THAN_AN_ANSWER)
    return TooLarge(
        text.format(report=ask.report.title, hour=ask.tile),
        "Choose some rooms or an event, or leave this day out.",
        code=error.code,
        session_id=error.session_id,
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
