"""Making a session from an account secret or an app token, with as few rights as will do.

Reports need the permission ANALYTICS_BASE, not an administrator: the first try is a user session limited
to the role that may see reports. Accounts differ in what they allow, so there are further rungs.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaltura.api.credentials import AdminSecret, AppToken
from kaltura.api.errors import TransportError
from kaltura.api.redaction import Redactor

USER, ADMIN = 0, 2
REPORT_VIEWER = "setrole:REPORT_VIEWER_ROLE"
SESSION_SECONDS = 4 * 3600  # longer fetches make another one


@dataclass(frozen=True)
class Rung:
    """A kind of session to ask for."""

    session_type: int
    privileges: str


Mintable = AdminSecret | AppToken
Call = Callable[[str, str, Mapping[str, str]], Any]
"""(service, action, form) → the JSON value of the answer; raises AnalyticsError."""

Ladder = Mapping[type[Mintable], tuple[Rung, ...]]

FOR_REPORTS: Ladder = {
    AdminSecret: (Rung(USER, REPORT_VIEWER), Rung(ADMIN, REPORT_VIEWER), Rung(ADMIN, "")),
    # A token has privileges of its own, which count when none are added.
    AppToken: (Rung(USER, REPORT_VIEWER), Rung(USER, ""), Rung(ADMIN, "")),
}
FOR_NAMES: Ladder = {AdminSecret: (Rung(ADMIN, ""),), AppToken: (Rung(USER, ""), Rung(ADMIN, ""))}
"""The role that may see reports may not list events and rooms. These sessions are made for that alone."""

NEXT_RUNG = frozenset({"SERVICE_FORBIDDEN", "START_SESSION_ERROR", "INVALID_SET_ROLE"})
"""Codes that the next rung may not meet."""


def mint(credentials: Mintable, rung: Rung, call: Call, redact: Redactor) -> str:
    """A new session. Its text is known to `redact` before anything else can see it.

    An app token is exchanged within a widget session, which anybody gets who knows the partner ID: it is nobody's, may
    see no report, and is not ended but expires by itself, after a day.
    """
    asked = {
        "userId": credentials.user_id,
        "type": str(rung.session_type),
        "expiry": str(SESSION_SECONDS),
    }
    if isinstance(credentials, AdminSecret):
        form = {"secret": credentials.secret, "partnerId": str(credentials.partner_id), "privileges": rung.privileges}
        return _learnt(call("session", "start", {**form, **asked}), redact)
    widget = call("session", "startWidgetSession", {"widgetId": f"_{credentials.partner_id}"})
    widget_ks = _learnt(widget, redact)
    digest = token_hash(credentials, widget_ks)
    redact.learn(digest)
    form = {"ks": widget_ks, "id": credentials.token_id, "tokenHash": digest, "sessionPrivileges": rung.privileges}
    return _learnt(call("appToken", "startSession", {**form, **asked}), redact)


def token_hash(credentials: AppToken, widget_ks: str) -> str:
    """hex(HASH(widget session + token)): plain concatenation, as Kaltura computes it, not an HMAC."""
    digest = hashlib.new(credentials.hash_name.lower(), usedforsecurity=False)
    digest.update((widget_ks + credentials.token).encode())
    return digest.hexdigest()


def _learnt(value: Any, redact: Redactor) -> str:
    ks = value.get("ks") if isinstance(value, dict) else value
    if not isinstance(ks, str) or not ks.strip():
        raise TransportError("The server answered without a session.", "Check the region or the address.")
    redact.learn(ks.strip())
    return ks.strip()
