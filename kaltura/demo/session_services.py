"""The services that start, describe and end sessions."""

import hashlib

from kaltura.demo.api_errors import ApiError
from kaltura.demo.backend import Backend, Call
from kaltura.demo.request_params import Params, text, whole_number
from kaltura.demo.sessions import USER, WIDGET, Session

DAY = 86_400
ACTIVE = 2
WIDGET_PRIVILEGES = "view:*,widget:1"


def start(backend: Backend, call: Call, session: Session | None) -> str:
    """session.start: a KS for a secret. The admin secret opens both types."""
    partner = text(call.params, "partnerId")
    _check_privileges(backend, text(call.params, "privileges"))
    if partner != str(backend.account.partner_id) or text(call.params, "secret") != backend.account.admin_secret:
        raise ApiError("START_SESSION_ERROR", partner)
    kind, expiry = whole_number(text(call.params, "type")), whole_number(text(call.params, "expiry", str(DAY)))
    return backend.sessions.mint(kind, text(call.params, "userId"), expiry, text(call.params, "privileges"))[0]


def start_widget(backend: Backend, call: Call, session: Session | None) -> Params:
    """session.startWidgetSession: a session for anyone, which can do nothing but be exchanged."""
    widget, partner = text(call.params, "widgetId"), backend.account.partner_id
    if widget != f"_{partner}":
        raise ApiError("INVALID_WIDGET_ID", widget)
    expiry = whole_number(text(call.params, "expiry", str(DAY)))
    ks, _ = backend.sessions.mint(USER, "0", expiry, WIDGET_PRIVILEGES)
    return {"objectType": "KalturaStartWidgetSessionResponse", "partnerId": partner, "ks": ks, "userId": "0"}


def start_from_token(backend: Backend, call: Call, session: Session | None) -> Params:
    """appToken.startSession: a session for whoever can prove to hold the token."""
    wanted = text(call.params, "id")
    token = next((token for token in backend.account.app_tokens if token.id == wanted), None)
    if token is None:
        raise ApiError("APP_TOKEN_ID_NOT_FOUND", wanted)
    if token.status != ACTIVE:
        raise ApiError("APP_TOKEN_NOT_ACTIVE", wanted)
    proof = hashlib.new(token.hash_type, (text(call.params, "ks") + token.token).encode()).hexdigest()
    if proof != text(call.params, "tokenHash"):
        raise ApiError("INVALID_APP_TOKEN_HASH")
    left = min(DAY, token.expiry - int(backend.sessions.now())) if token.expiry else DAY
    if left < 0:
        raise ApiError("APP_TOKEN_EXPIRED", wanted)
    privileges = text(call.params, "sessionPrivileges") or text(call.params, "privileges")
    _check_privileges(backend, privileges)
    ks, made = backend.sessions.mint(
        whole_number(text(call.params, "type")),
        text(call.params, "userId"),
        min(left, whole_number(text(call.params, "expiry", str(left)))),
        ",".join(part for part in ("apptoken:" + wanted, privileges) if part),
    )
    return {**_info(made), "ks": ks}


def session_info(backend: Backend, call: Call, session: Session | None) -> Params:
    """session.get: what a session says, by default the one that asks."""
    asked = text(call.params, "session") or text(call.params, "ks")
    return _info(backend.sessions.read(asked))


def end(backend: Backend, call: Call, session: Session | None) -> None:
    """session.end: the session that asks is refused from now on."""
    if session:
        backend.sessions.end(session)


def _info(session: Session) -> Params:
    return {
        "objectType": "KalturaSessionInfo",
        "partnerId": session.partner_id,
        "userId": session.user,
        "expiry": session.expiry,
        "sessionType": session.type,
        "privileges": session.privileges,
    }


def _check_privileges(backend: Backend, privileges: str) -> None:
    asked = Session(backend.account.partner_id, "", WIDGET, 0, privileges)
    if any(role not in backend.roles for role in asked.privilege("setrole") or ()):
        raise ApiError("INVALID_SET_ROLE")
    if any(not limit.isdecimal() for limit in asked.privilege("actionslimit") or ()):
        raise ApiError("INVALID_ACTIONS_LIMIT")
