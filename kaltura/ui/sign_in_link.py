"""The link that a stranger followed, kept in a cookie of theirs while they sign in: the provider sends them to "/"."""

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kaltura.ui.navigation import PAGES

_COOKIE = "_rooms_way_back"
_MINUTES = 15  # to sign in
_LONGEST = 3500  # browsers drop a cookie that is larger than 4,096 bytes
_ADDRESSES = frozenset({"", *(info.address for info in PAGES)})


def kept(request: Request, base: str) -> str | None:
    """The Set-Cookie header that keeps where a stranger wanted to go; None unless the request is for a page of ours.

    base: the path under which the dashboard is served, "" or "/rooms". Only a page's own name is kept of the path, so
    that nobody is led to another site.
    """
    wanted = _page_of(request, base)
    if wanted is None:
        return None
    value = quote(f"{wanted}?{request.url.query}", safe="")
    answer = Response()
    if value == quote("?", safe="") or len(value) > _LONGEST:
        answer.delete_cookie(_COOKIE, path=base or "/")  # of an earlier link
        return answer.headers["set-cookie"]
    answer.set_cookie(
        _COOKIE,
        value,
        max_age=60 * _MINUTES,
        path=base or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer.headers["set-cookie"]


def taken(request: Request, base: str) -> RedirectResponse | None:
    """For somebody who may come in and stands at the dashboard's root: the way to the link they had followed."""
    value = request.cookies.get(_COOKIE)
    if value is None or _page_of(request, base) != "":
        return None
    wanted, _, query = unquote(value).partition("?")
    if wanted not in _ADDRESSES:
        return None
    answer = RedirectResponse(f"{base}/{wanted}" + (f"?{query}" if query else ""), 303)
    answer.delete_cookie(_COOKIE, path=base or "/")
    return answer


def _page_of(request: Request, base: str) -> str | None:
    wanted = request.url.path.removeprefix(base).strip("/")
    return wanted if request.method == "GET" and wanted in _ADDRESSES else None
