"""Kaltura's error codes: which error each becomes, in which words, and how often it is tried again.

Source: the failure table of the API's own error classes, and the reasons that its session check names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kaltura.api.backoff import BLOCKED, NEVER, ONCE, RetryRule
from kaltura.api.errors import (
    AnalyticsError,
    CredentialsError,
    NotForThisCall,
    RateLimited,
    ReportUnavailable,
    ServerError,
    TooLarge,
    UsageError,
)


@dataclass(frozen=True)
class Refusal:
    """What one code means to a person, and to the machine."""

    kind: type[AnalyticsError]
    message: str
    next_step: str
    rule: RetryRule = NEVER


_NEW_SESSION = "Make a new session (KS) and connect again."
_TOKEN = "Check the app token in the Kaltura Management Console, or make a new one."  # noqa: S105  a sentence
_CONTACT = "Ask your Kaltura representative or Kaltura's support."
_NARROW = "Ask for fewer days or rooms at once."

INVALID_KS: dict[str, Refusal] = {
    "EXPIRED": Refusal(CredentialsError, "The session (KS) has expired.", _NEW_SESSION),
    "LOGOUT": Refusal(CredentialsError, "The session (KS) was ended by a sign-out.", _NEW_SESSION),
    "EXCEEDED_ACTIONS_LIMIT": Refusal(
        CredentialsError, "The session (KS) has used up the number of calls it was made for.", _NEW_SESSION
    ),
    "EXCEEDED_RESTRICTED_IP": Refusal(
        CredentialsError,
        "The session (KS) may only be used from another network address.",
        "Make a session without the address restriction, or one for the machine that this runs on.",
    ),
    "EXCEEDED_RESTRICTED_URI": Refusal(
        NotForThisCall,
        "The session (KS) is restricted to other calls than reports.",
        "Make a session that may call report.getCsvFromStringParams.",
    ),
    "MALFORMED": Refusal(
        CredentialsError,
        "Kaltura does not recognise the session (KS): it is incomplete, or was made for another account or region.",
        "Copy the whole session again, and check the region.",
    ),
}
"""By the reason that the answer names."""

REFUSALS: dict[str, Refusal] = {
    "MISSING_KS": Refusal(CredentialsError, "Kaltura received no session (KS).", _NEW_SESSION),
    "SERVICE_FORBIDDEN": Refusal(
        CredentialsError,
        "This session may not do that: it lacks the permission ANALYTICS_BASE, which reports need.",
        "Use a session whose role may see analytics, for example with setrole:REPORT_VIEWER_ROLE.",
    ),
    "SERVICE_FORBIDDEN_CONTENT_BLOCKED": Refusal(
        CredentialsError, "Kaltura has blocked this account or its content.", _CONTACT
    ),
    "SERVICE_ACCESS_CONTROL_RESTRICTED": Refusal(
        CredentialsError, "An access rule of this account refuses calls from here.", _CONTACT
    ),
    "REPORT_NOT_FOUND": Refusal(
        ReportUnavailable,
        "This account does not have this report.",
        "Ask Kaltura to switch on Room analytics for the account.",
    ),
    "MISSING_MANDATORY_PARAMETER": Refusal(
        UsageError, "Kaltura says that the request lacks something it needs.", "Check the dates and filters."
    ),
    "INVALID_PARAMETER_CHAR": Refusal(
        UsageError, "Kaltura says that the request holds a character it cannot take.", "Check the IDs in the filters."
    ),
    "ACTION_BLOCKED": Refusal(
        RateLimited, "Kaltura receives too many calls from this account at the moment.", "Wait a minute.", BLOCKED
    ),
    "DRUID_QUERY_TIMED_OUT": Refusal(TooLarge, "Kaltura took too long to work out this period.", _NARROW),
    "SEARCH_TOO_GENERAL": Refusal(TooLarge, "Kaltura finds this period or selection too large.", _NARROW),
    "INTERNAL_SERVERL_ERROR": Refusal(
        ServerError,
        "Kaltura failed without naming a cause. Mostly this is a parameter or a date that it cannot take.",
        "Check the dates and filters, then try again later.",
        ONCE,
    ),
    "START_SESSION_ERROR": Refusal(
        CredentialsError,
        "Kaltura did not start a session: the partner ID and the admin secret do not belong together.",
        "Check both, and the region.",
    ),
    "INVALID_SET_ROLE": Refusal(
        CredentialsError,
        "This account has no role REPORT_VIEWER_ROLE.",
        "Give the app token's or session's user a role that may see analytics.",
    ),
    "INVALID_WIDGET_ID": Refusal(
        CredentialsError, "Kaltura does not know this partner ID.", "Check the partner ID and the region."
    ),
    "INVALID_PARTNER_ID": Refusal(
        CredentialsError, "Kaltura does not know this partner ID.", "Check the partner ID and the region."
    ),
    "APP_TOKEN_ID_NOT_FOUND": Refusal(CredentialsError, "Kaltura does not know this app token's ID.", _TOKEN),
    "APP_TOKEN_NOT_ACTIVE": Refusal(CredentialsError, "The app token is switched off.", _TOKEN),
    "APP_TOKEN_EXPIRED": Refusal(CredentialsError, "The app token has expired.", _TOKEN),
    "INVALID_APP_TOKEN_HASH": Refusal(
        CredentialsError,
        "Kaltura does not accept the app token for this ID.",
        "Check the token and its hash type (SHA1, MD5, SHA256 or SHA512).",
    ),
    "SERVICE_DOES_NOT_EXISTS": Refusal(
        ReportUnavailable, "This Kaltura does not offer that service.", "Check the address."
    ),
    "ACTION_DOES_NOT_EXISTS": Refusal(
        ReportUnavailable, "This Kaltura does not offer that call.", "Check the address."
    ),
}
"""By code. Those not listed are a ServerError with the server's own (cleaned) words."""

NOT_PERMITTED = frozenset(
    {"SERVICE_FORBIDDEN", "SERVICE_ACCESS_CONTROL_RESTRICTED", "SERVICE_DOES_NOT_EXISTS", "ACTION_DOES_NOT_EXISTS"}
)
"""Codes that, for an optional call, mean only that we do without it."""


def refusal(code: str, message: str, args: Mapping[str, str]) -> Refusal:
    """The row of a code. `message` must already be clean; it is shown only for codes without a row."""
    if code == "INVALID_KS":
        return INVALID_KS[_ks_reason(message, args)]
    known = REFUSALS.get(code)
    if known:
        return known
    said = f" It said: “{message}”." if message else ""
    return Refusal(ServerError, f"Kaltura refused the call.{said}", "Try again later, or " + _lower(_CONTACT))


def _ks_reason(message: str, args: Mapping[str, str]) -> str:
    # The reason stands where a malformed session would repeat the session itself; older servers name it elsewhere.
    for said in (args.get("KSID", ""), args.get("ERR_DESC", "")):
        if said in INVALID_KS:
            return said
    return next((reason for reason in INVALID_KS if f'"{reason}"' in message or f",{reason}" in message), "MALFORMED")


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
