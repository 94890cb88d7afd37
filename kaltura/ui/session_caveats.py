"""What to know of a session's figures before taking them at their word."""

from kaltura.metrics.one_session import Session
from kaltura.metrics.small_numbers import interval
from kaltura.ui.text import count, percent_range, plain, plural


def caveats(session: Session) -> list[str]:
    """Sentences, as Markdown: whose the engagement is, and who could not be counted."""
    said = []
    if session.engagement_source == "kaltura":
        said.append("The engagement is Kaltura's own: no attendees of this session are reported.")
    if few := few_rated(session):
        said.append(few)
    if session.unique_attendees is None:
        estimate = plain(f"Kaltura's estimate: {count(session.kaltura_estimate)}")
        said.append(f"No attendees of this session are reported, so they cannot be counted. {estimate}.")
    return said


def few_rated(session: Session) -> str:
    """How few people are behind the engagement rate, and its 95 % interval; "" where enough are."""
    people = session.rated_attendances or 0  # within one session, a person has one attendance
    likely = interval(session.engagement_rate, people)
    if likely is None:
        return ""
    who = plural(people, "person is", "people are")
    return f"Only {who} behind the engagement rate: 95\u00a0% interval {percent_range(*likely)}."
