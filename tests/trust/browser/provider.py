"""A real OpenID provider on this machine, and a dashboard whose people sign in there."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

from tests.conftest import free_port, settled
from tests.guest import Guest

ADA = {"sub": "ada", "email": "ada@example.edu", "email_verified": True}
VICTOR = {"sub": "victor", "email": "victor@students.example.edu", "email_verified": True}
GRACE = {"sub": "grace", "email": "grace@elsewhere.example", "groups": ["Analytics"]}
MALLORY = {"sub": "mallory", "email": "mallory@elsewhere.example", "email_verified": True}
FORGER = {"sub": "forger", "email": "ada@example.edu", "email_verified": False}
PEOPLE = (ADA, VICTOR, GRACE, MALLORY, FORGER)

Enter = Callable[[Mapping[str, object]], None]
SignedIn = Callable[[Mapping[str, object]], Guest]
ACCESS = """
[access]
analysts = ["ada@example.edu", "group:analytics"]
viewers = ["@students.example.edu"]
"""


@contextmanager
def provider() -> Iterator[str]:
    """The provider's address. A process of its own: it warns of what it imports, and here warnings are errors."""
    port = free_port()
    known = [part for claims in PEOPLE for part in ("--user-claims", json.dumps(claims))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *known],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{base}/.well-known/openid-configuration")
        yield base
    finally:
        process.terminate()
        process.wait(10)


def auth(base: str, port: int) -> str:
    """The [auth] section of a dashboard on this port."""
    return f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a cookie secret of the test's own, long enough"
client_id = "dashboard"
client_secret = "client-secret-that-no-browser-may-see"
server_metadata_url = "{base}/.well-known/openid-configuration"
"""


def sign_in(page: Page, dashboard: str, who: Mapping[str, object], address: str = "/") -> None:
    """From the dashboard's door through the provider's form and back."""
    page.goto(dashboard + address)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=str(who["sub"]), exact=True).click()
    page.wait_for_url(lambda url: url.startswith(dashboard))
    page.wait_for_selector("h1")
    settled(page)


def _wait(address: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("The OpenID provider did not start.")
