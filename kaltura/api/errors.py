"""Everything that can go wrong on the way to an answer, as one family.

AnalyticsError
├── UsageError            what was asked for cannot be asked: an ID, a date, an address, a file, half of the credentials
│   └── FileError         a file that cannot be read as one of the three reports
├── CredentialsError      Kaltura refuses who we are; a new session or other credentials are needed
│   └── NotForThisCall    the session holds, and is restricted to other calls
├── ReportUnavailable     this report is not there for this account; the others go on
├── TooLarge              the answer is too large or takes too long; ask for less time at once
├── RateLimited           too many calls; wait and ask again
├── ServerError           Kaltura failed without a reason that we can act on
├── TransportError        no usable answer arrived: connection, time-out, cut body, not Kaltura
└── Stopped               the person pressed Stop

Every one carries a sentence for the person (`message`), what to do next (`next_step`), and for
Kaltura's support its own `code` and `session_id` (the X-Kaltura-Session header). None ever carries
a KS, a secret or a token: texts that come from a server pass through `kaltura.api.redaction`
before they get here.
"""


class AnalyticsError(Exception):
    """What happened and what to do next, in words for the person at the screen.

    message: one or two full sentences, without secrets.
    next_step: one sentence that says what the person can do.
    code: Kaltura's error code, e.g. "INVALID_KS"; None when the failure is not Kaltura's.
    session_id: the X-Kaltura-Session of the answer, which Kaltura's support asks for.
    """

    def __init__(
        self,
        message: str,
        next_step: str,
        *,
        code: str | None = None,
        session_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.code = code
        self.session_id = session_id

    def __str__(self) -> str:
        return in_full(self.message, self.next_step, self.code, self.session_id)


class UsageError(AnalyticsError):
    """The request itself is wrong."""


class FileError(UsageError):
    """A file is not one of the three reports, or cannot be read."""


class CredentialsError(AnalyticsError):
    """Kaltura refused the session, secret or token, or what it may do."""


class NotForThisCall(CredentialsError):
    """The session holds, and is restricted to other calls than this one."""


class ReportUnavailable(AnalyticsError):
    """One report does not exist for this account, or is not permitted."""


class TooLarge(AnalyticsError):
    """The answer for this window is too large or too slow: halve the window."""


class RateLimited(AnalyticsError):
    """Kaltura asks us to slow down (ACTION_BLOCKED, HTTP 429), and retries are used up."""


class ServerError(AnalyticsError):
    """Kaltura answered with an error that names no cause."""


class TransportError(AnalyticsError):
    """No complete answer of Kaltura's arrived."""


class Stopped(AnalyticsError):
    """The person stopped the fetch."""

    def __init__(self) -> None:
        super().__init__("The fetch was stopped.", "Fetch again when you are ready.")


def in_full(message: str, next_step: str, code: str | None, session_id: str | None) -> str:
    """Both sentences, and in brackets what Kaltura's support asks for."""
    support = ", ".join(
        f"{label} {value}" for label, value in (("code", code), ("Kaltura session", session_id)) if value
    )
    return f"{message} {next_step}".rstrip() + (f" ({support})" if support else "")
