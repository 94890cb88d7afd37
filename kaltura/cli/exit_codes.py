"""What the command's exit status means; printed by --help and read by nightly jobs."""

from enum import IntEnum

from kaltura.api.errors import AnalyticsError, CredentialsError, UsageError


class Exit(IntEnum):
    """Exit status of every subcommand."""

    COMPLETE = 0
    BUG = 1
    USAGE = 2
    CREDENTIALS = 3
    NOT_FETCHED = 4
    PARTLY = 5


MEANINGS = {
    Exit.COMPLETE: "complete",
    Exit.BUG: "a bug in this program",
    Exit.USAGE: "the command or its input is wrong, or a part of the credentials is missing",
    Exit.CREDENTIALS: "Kaltura refused the credentials, or what was given as a session (KS) is not one",
    Exit.NOT_FETCHED: "could not fetch, or not write; what was there before is kept",
    Exit.PARTLY: "written, but a part is missing or seems to be; fetch.json says which",
}


def exit_code(error: AnalyticsError) -> Exit:
    """The status for a failure that ended the command."""
    if isinstance(error, UsageError):
        return Exit.USAGE
    if isinstance(error, CredentialsError):
        return Exit.CREDENTIALS
    return Exit.NOT_FETCHED
