"""What to know of a session's figures before taking them at their word."""

from kaltura.metrics.one_session import Session
from kaltura.metrics.small_numbers import interval
from kaltura.ui.text import count, few_behind, plain


def caveats(session: Session) -> list[str]:
    """Sentences, as Markdown: whose the engagement is, and who could not be counted."""
    said = []
    if session.engagement_source == "kaltura":
        said.append("The engagement is Kaltura's own: no attendees of this session are reported.")
    rated = session.rated_attendances or 0  # within one session, a person has one attendance
    if few := few_behind(interval(session.engagement_rate, rated), rated, "the engagement rate"):
        said.append(few)
    if session.unique_attendees is None:
        estimate = plain(f"Kaltura's estimate: {count(session.kaltura_estimate)}")
        said.append(f"No attendees of this session are reported, so they cannot be counted. {estimate}.")
    return said
