"""The link that a stranger followed, and where it may lead once they have signed in."""

from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request

from kaltura.ui import sign_in_link

LINK = "dates=All+dates&rooms=1_abc&rooms=1_def"


def asked(path: str, query: str = "", cookie: str = "", method: str = "GET") -> Request:
    headers = [(b"host", b"rooms.example.edu"), (b"cookie", cookie.encode())]
    return Request(
        {"type": "http", "method": method, "scheme": "https", "path": path, "root_path": "", "headers": headers,
         "query_string": query.encode(), "server": ("rooms.example.edu", 443)}
    )  # fmt: skip


def cookie_of(header: str | None) -> str:
    [morsel] = SimpleCookie(header or "").values()
    return f"{morsel.key}={morsel.coded_value}"


@pytest.mark.parametrize("base", ["", "/rooms"])
@pytest.mark.parametrize("page", ["people", "data-quality", ""])
def test_the_link_is_found_again_at_the_root_and_then_forgotten(base: str, page: str) -> None:
    header = sign_in_link.kept(asked(f"{base}/{page}", LINK), base)
    assert header is not None
    assert {"HttpOnly", "Secure", "SameSite=lax", f"Path={base or '/'}", "Max-Age=900"} <= set(header.split("; "))
    answer = sign_in_link.taken(asked(f"{base}/", cookie=cookie_of(header)), base)
    assert answer is not None
    assert answer.headers["location"] == f"{base}/{page}?{LINK}"
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/people", "/\\elsewhere.example", "/static/x.js", "/oauth2callback", "/media/x.csv"]
)
def test_nothing_is_kept_of_what_is_no_page(path: str) -> None:
    assert sign_in_link.kept(asked(path, LINK), "") is None


@pytest.mark.parametrize("value", ["//elsewhere.example?x", "https://elsewhere.example", "%2F%2Felsewhere.example"])
def test_a_forged_cookie_leads_nowhere(value: str) -> None:
    assert sign_in_link.taken(asked("/", cookie=f"_rooms_way_back={value}"), "") is None


def test_an_earlier_link_is_forgotten_when_the_root_itself_is_asked_for() -> None:
    assert "Max-Age=0" in (sign_in_link.kept(asked("/"), "") or "")
    assert "Max-Age=0" in (sign_in_link.kept(asked("/people", "rooms=" + "x" * 4000), "") or ""), "no cookie holds it"


def test_only_the_root_leads_on() -> None:
    cookie = cookie_of(sign_in_link.kept(asked("/people", LINK), ""))
    assert sign_in_link.taken(asked("/sessions", cookie=cookie), "") is None
    assert sign_in_link.taken(asked("/", cookie=cookie, method="POST"), "") is None
    assert sign_in_link.taken(asked("/"), "") is None
