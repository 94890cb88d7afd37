"""Before Streamlit's own routes: nobody takes files from the server, or leaves files with it, who may not come in;
who signs in is led to the link they followed; and no other site shows the dashboard inside its own page or talks to it.

Streamlit hands a download to whoever has its address, and takes uploads from whoever has a page open, signed in or not.
When another site's page would talk to it, it asks a host on the internet for this server's own address first, and
everybody waits.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's own reading of its cookie: it checks the signature and puts the pieces of a long one together.
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from kaltura.api.errors import UsageError
from kaltura.ui import access, head_start, settings, sign_in_link
from kaltura.ui.navigation import PAGES

# Uploads hold names: they wait in memory, and never in a file where temporary files go, whatever their size.
MultiPartParser.spool_max_size = 1 << 40

_COOKIE = "_streamlit_user"
# Wherever they stand: what comes before depends on the server, its proxy and their settings. The page's fonts are in
# /static/media/, and are anybody's.
_FILES = re.compile(r"(?<!/static)/media/|/_stcore/upload_file/")


class Door:
    """ASGI middleware. 403 for files when sign-in is on and the request's cookie names nobody on the lists, and for
    WebSockets of other sites' pages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or passes on."""
        if scope["type"] != "http":
            if scope["type"] == "websocket" and not _from_our_page(Headers(scope=scope)):
                await send({"type": "websocket.close", "code": 1008})  # before it was accepted: 403
            else:
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        base = f"{scope.get('root_path', '').rstrip('/')}{_base()}"
        if (
            request.url.path.rstrip("/") == f"{base}/{PAGES[0].address}"
        ):  # to Streamlit the first page is the root alone
            await RedirectResponse(f"{base}/?{request.url.query}")(scope, receive, send)
            return
        held = _FILES.search(request.url.path.removeprefix(base)) is not None
        cookie = None
        answer: ASGIApp = self._app
        if not _may_come_in(request.cookies):
            cookie = sign_in_link.kept(request, base)
            if held:
                answer = PlainTextResponse("Sign in first.", 403)
        elif _must_sign_in():
            answer = sign_in_link.taken(request, base) or answer
        await answer(scope, receive, _with_headers(send, request, cookie, held=held))


def _from_our_page(headers: Headers) -> bool:
    """Whether a WebSocket's Origin is this server, or a name that the operator gave it; nobody else need be asked."""
    origin = headers.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):  # no browser's, or the operator lets all sites in
        return True
    site = urlsplit(origin)
    listed = [urlsplit(other).hostname for other in st.get_option("server.corsAllowedOrigins")]
    named = {"localhost", "127.0.0.1", st.get_option("browser.serverAddress"), *listed}
    return site.netloc == headers.get("host") or site.hostname in named


def _base() -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


def _with_headers(send: Send, request: Request, cookie: str | None, *, held: bool) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.append("content-security-policy", f"frame-ancestors {' '.join(_framing())}")
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "same-origin"  # an address holds what was selected
            if held:
                headers["cache-control"] = "no-store"  # a file of somebody's, maybe with names
            if cookie:
                headers.append("set-cookie", cookie)
            if settings.served_by_https():
                message["headers"] = [_over_https_only(name, value) for name, value in message["headers"]]
            if headers.get("content-type", "").startswith("text/html"):
                head_start.page_answered(request.headers)
        await send(message)

    return sent


def _over_https_only(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header of an answer, a cookie with `Secure`: a proxy that takes the encryption off hides that there was any."""
    bare = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if bare else value


def _framing() -> tuple[str, ...]:
    try:
        return ("'self'", *settings.framed_by())
    except UsageError:
        return ("'self'",)


def _must_sign_in() -> bool:
    try:
        return settings.sign_in()
    except UsageError:  # nobody knows who may come in
        return True


def _may_come_in(cookies: Mapping[str, str]) -> bool:
    if not _must_sign_in():
        return True
    try:
        lists = settings.access()
    except UsageError:
        return False
    signed = _get_signed_cookie_with_chunks(dict(cookies), _COOKIE)
    claims = json.loads(signed) if signed else {}
    return bool(claims.get("is_logged_in")) and access.role_of(claims, lists) is not None
