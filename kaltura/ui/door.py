"""Before Streamlit's own routes: nobody takes files from the server, or leaves files with it, who may not come in.

Streamlit hands a download to whoever has its address, and takes uploads from whoever has a page open, signed in or not.
"""

import json
from collections.abc import Mapping

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Streamlit's own reading of its cookie: it checks the signature and puts the pieces of a long one together.
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from kaltura.api.errors import UsageError
from kaltura.ui import access, settings

_COOKIE = "_streamlit_user"
_FILES = ("/media/", "/_stcore/upload_file/")
_ICON = ".svg"  # the page's own, which the door itself shows; no download is one


class Door:
    """ASGI middleware: 403 for files when sign-in is on and the request's cookie names nobody on the lists."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or passes on."""
        if scope["type"] == "http" and _is_file(scope["path"]) and not _may_come_in(Request(scope).cookies):
            await PlainTextResponse("Sign in first.", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_file(path: str) -> bool:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return path.removeprefix(f"/{base}" if base else "").startswith(_FILES) and not path.endswith(_ICON)


def _may_come_in(cookies: Mapping[str, str]) -> bool:
    try:
        if not settings.sign_in():
            return True
    except UsageError:  # nobody knows who may
        return False
    signed = _get_signed_cookie_with_chunks(dict(cookies), _COOKIE)
    claims = json.loads(signed) if signed else {}
    return bool(claims.get("is_logged_in")) and access.role_of(claims, settings.access()) is not None
