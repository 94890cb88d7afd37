"""From a request to its answer, in the order in which Kaltura checks things."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaltura.demo import content_services, session_services
from kaltura.demo.api_errors import ApiError
from kaltura.demo.backend import ANALYTICS, CONTENT, SESSION_INFO, Backend, Call
from kaltura.demo.request_params import Params, text
from kaltura.demo.sessions import Session
from kaltura.demo.wire import JSON, XML, Answer, failure, result

Run = Callable[[Backend, Call, Session | None], Any]


@dataclass(frozen=True)
class Action:
    """One action. needs: its mandatory parameters. permission: what its session must be allowed, "" for any session,
    None when it needs no session."""

    name: str
    run: Run
    needs: tuple[str, ...] = ()
    permission: str | None = None


ACTIONS = (
    Action("session.start", session_services.start, ("secret",)),
    Action("session.startWidgetSession", session_services.start_widget, ("widgetId",)),
    Action("session.get", session_services.session_info, (), SESSION_INFO),
    Action("session.end", session_services.end, (), ""),
    Action("appToken.startSession", session_services.start_from_token, ("id", "tokenHash"), ""),
    Action("report.getCsvFromStringParams", content_services.report_csv, ("id",), ANALYTICS),
    Action("virtualEvent_virtualEvent.list", content_services.list_events, (), CONTENT),
    Action("room_room.list", content_services.list_rooms, (), CONTENT),
)


BY_SERVICE: dict[str, dict[str, Action]] = {}
for _action in ACTIONS:
    _service, _, _name = _action.name.lower().partition(".")
    BY_SERVICE.setdefault(_service, {})[_name] = _action


def dispatch(backend: Backend, call: Call) -> tuple[Answer, str]:
    """The answer to a call, and in a word what became of it: "ok" or the error's code."""
    started = time.perf_counter()
    try:
        if call.output not in (JSON, XML):
            raise ApiError("UNKNOWN_RESPONSE_FORMAT", call.output)
        value = _run(backend, call)
    except ApiError as error:
        return failure(error, call.output, time.perf_counter() - started), error.code
    if isinstance(value, Answer):
        return value, "ok"
    declared = not isinstance(value, str) or next(backend.counter) % 2 == 0
    return result(value, call.output, time.perf_counter() - started, declared=declared), "ok"


def _run(backend: Backend, call: Call) -> Any:
    action = _find(call)
    ks = text(call.params, "ks")
    session = backend.sessions.read(ks) if ks else None
    _check_params(action, call.params)
    if session:
        backend.sessions.use(session, call.ip, call.uri)
    if action.permission is not None and not session:
        raise ApiError("MISSING_KS")
    if action.permission and session and action.permission not in backend.permissions(session):
        raise ApiError("SERVICE_FORBIDDEN", action.name.replace(".", "->"))
    return action.run(backend, call, session)


def _find(call: Call) -> Action:
    service, name = call.service.lower(), call.action.lower()
    if not service:
        raise ApiError("SERVICE_NOT_SPECIFIED")
    if service not in BY_SERVICE:
        raise ApiError("SERVICE_DOES_NOT_EXISTS", service)
    if not name:
        raise ApiError("ACTION_NOT_SPECIFIED")
    if name not in BY_SERVICE[service]:
        raise ApiError("ACTION_DOES_NOT_EXISTS", name, service)
    return BY_SERVICE[service][name]


def _check_params(action: Action, params: Params) -> None:
    for name in action.needs:
        if name not in params:
            raise ApiError("MISSING_MANDATORY_PARAMETER", name)
    for name, value in params.items():
        if isinstance(value, str) and any(c < " " and c not in "\t\n\r" for c in value):
            raise ApiError("INVALID_PARAMETER_CHAR", name)
