"""What is answered when a fault strikes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from kaltura.demo.api_errors import ERRORS, KS_REASONS, ApiError, invalid_ks
from kaltura.demo.backend import Backend, Call
from kaltura.demo.dispatch import dispatch
from kaltura.demo.faults import API_KINDS, Fault
from kaltura.demo.request_params import text
from kaltura.demo.wire import Answer, Delivery, failure

HTML_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>\r\n"
TITLES = {
    429: "429 Too Many Requests",
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
}
DELIVERIES: dict[str, Delivery] = {
    "RESET": "reset",
    "CUT": "cut",
    "CUT_UNANNOUNCED": "cut_unannounced",
    "CUT_CHUNKED": "cut_chunked",
    "CUT_AT_A_LINE": "cut_at_a_line",
    "SLOW": "slow",
    "LATE": "late",
}


def answer_call(backend: Backend, call: Call, fault: Fault | None) -> tuple[Answer, str]:
    """The answer to a call that met this fault, or none; and what became of it: "ok", a code or the fault's kind."""
    if fault is None:
        return dispatch(backend, call)
    if fault.kind in ("RATE_LIMIT", *API_KINDS):
        return _api_error(call, fault)
    if fault.kind in DELIVERIES:
        answer, _ = dispatch(backend, call)
        return replace(answer, delivery=DELIVERIES[fault.kind], seconds=fault.number(5)), fault.kind
    if fault.kind.startswith("HTTP_"):
        return _status_page(int(fault.kind.removeprefix("HTTP_")), fault), fault.kind
    return OTHERS[fault.kind](backend, call, fault), fault.kind


def _api_error(call: Call, fault: Fault) -> tuple[Answer, str]:
    kind = "ACTION_BLOCKED" if fault.kind == "RATE_LIMIT" else fault.kind
    if kind in KS_REASONS:
        error = invalid_ks(kind)
    elif kind == "INVALID_KS":
        error = invalid_ks(text(call.params, "ks"))
    else:
        error = ApiError(kind, *(_argument(name, call) for name in ERRORS[kind][0]))
    return failure(error, call.output, 0), error.code


def _argument(name: str, call: Call) -> str:
    return {
        "ACTION_NAME": call.action.lower(),
        "SERVICE_NAME": call.service.lower(),
        "SERVICE": f"{call.service}->{call.action}",
        "PARAM_NAME": "id",
        "XML_FIELD": "params",
        "ID": str(call.report),
        "PID": text(call.params, "partnerId"),
    }[name]


def _status_page(status: int, fault: Fault) -> Answer:
    wait = (("Retry-After", fault.value),) if fault.value else ()
    return Answer(HTML_PAGE.format(TITLES[status]).encode(), "text/html", status, wait)


def _html(backend: Backend, call: Call, fault: Fault) -> Answer:
    return Answer(HTML_PAGE.format("Sign in").encode(), "text/html; charset=utf-8")


def _empty(backend: Backend, call: Call, fault: Fault) -> Answer:
    return Answer(b"", "text/html")


def _redirect(backend: Backend, call: Call, fault: Fault) -> Answer:
    return Answer(b"", "text/html", 302, (("Location", fault.value or "https://elsewhere.invalid/"),))


def _wrong_type(backend: Backend, call: Call, fault: Fault) -> Answer:
    return replace(dispatch(backend, call)[0], content_type="application/octet-stream")


def _wrong_account(backend: Backend, call: Call, fault: Fault) -> Answer:
    answer, _ = dispatch(backend, call)
    here, there = str(backend.account.partner_id), fault.value or "999"
    return replace(answer, headers=tuple((name, value.replace(here, there)) for name, value in answer.headers))


def _row_cap(backend: Backend, call: Call, fault: Fault) -> Answer:
    return dispatch(backend, replace(call, row_cap=int(fault.number(1000))))[0]


def _session_expires(backend: Backend, call: Call, fault: Fault) -> Answer:
    with suppress(ApiError):  # a session that cannot be read gets its own error from dispatch
        backend.sessions.end(backend.sessions.read(text(call.params, "ks")), "EXPIRED")
    return dispatch(backend, call)[0]


OTHERS: dict[str, Callable[[Backend, Call, Fault], Answer]] = {
    "HTML": _html,
    "EMPTY": _empty,
    "REDIRECT": _redirect,
    "WRONG_TYPE": _wrong_type,
    "WRONG_ACCOUNT": _wrong_account,
    "ROW_CAP": _row_cap,
    "SESSION_EXPIRES": _session_expires,
}
