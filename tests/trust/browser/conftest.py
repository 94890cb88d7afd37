"""A provider, an account at Kaltura, and dashboards that use them."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Page

from kaltura.demo.server import Emulator
from tests.conftest import Server, dashboard, free_port
from tests.guest import Guest
from tests.trust.browser.campus import ALFA, BRAVO, campus
from tests.trust.browser.provider import ACCESS, Enter, SignedIn, auth, provider
from tests.trust.browser.watching import SCALE

SMALL = f"demo_scale = {SCALE}\n"


@pytest.fixture(scope="session")
def openid() -> Iterator[str]:
    with provider() as base:
        yield base


@pytest.fixture(scope="session")
def alfa() -> Iterator[Emulator]:
    with Emulator(campus(ALFA, 44117733)) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def bravo() -> Iterator[Emulator]:
    with Emulator(campus(BRAVO, 55228844)) as emulator:
        yield emulator


def named(key: str, title: str, emulator: Emulator, *, with_secret: bool = True) -> str:
    """An account in secrets.toml, with its credentials or only its address."""
    entry = {"title": title, "base": emulator.base}
    if with_secret:
        entry["admin_secret"] = emulator.admin_secret
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    numbers = [f"partner_id = {emulator.partner_id}"] if with_secret else []
    return "\n".join(["", f"[accounts.{key}]", *lines, "loopback = true", *numbers, ""])


@pytest.fixture(scope="session")
def closed(openid: str, alfa: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard with a door: analysts, viewers, and an account to fetch from."""
    port = free_port()
    secrets = SMALL + auth(openid, port) + ACCESS + named("first", "First account", alfa)
    with dashboard(tmp_path_factory.mktemp("home"), secrets, port=port) as running:
        yield running


@pytest.fixture(scope="session")
def guest(closed: Server) -> SignedIn:
    """guest(ADA): somebody who has signed in at the closed dashboard, without a browser."""
    met: dict[str, Guest] = {}

    def guest(who: Mapping[str, object]) -> Guest:
        name = str(who["sub"])
        if name not in met:
            met[name] = Guest(closed.base).sign_in(who)
        return met[name]

    return guest


@pytest.fixture
def enter(page: Page, closed: Server, guest: SignedIn) -> Enter:
    """enter(ADA): the browser has the cookies of their sign-in."""

    def enter(who: Mapping[str, object]) -> None:
        cookies = guest(who).http.cookies
        page.context.add_cookies([{"name": one.name, "value": str(one.value), "url": closed.base} for one in cookies])

    return enter


@pytest.fixture(scope="module")
def changing(openid: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard with a door, whose secrets file is written anew while it runs."""
    port = free_port()
    with dashboard(tmp_path_factory.mktemp("home"), SMALL + auth(openid, port) + ACCESS, port=port) as running:
        yield running


@pytest.fixture
def rewrite(changing: Server) -> Iterator[Callable[..., None]]:
    """rewrite(access=…) changes the lists, rewrite(added=…) adds to the file, or empties it; mended at the end."""
    file = changing.log.parent / ".streamlit" / "secrets.toml"
    before = file.read_text(encoding="utf-8")

    def rewrite(access: str = ACCESS, added: str | None = "") -> None:
        file.write_text("" if added is None else before.replace(ACCESS, access) + added, encoding="utf-8")

    yield rewrite
    file.write_text(before, encoding="utf-8")
    assert Guest(changing.base).is_shown("Sign in to use this dashboard.")


@pytest.fixture(scope="session")
def shared(alfa: Emulator, bravo: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard without a door, with two accounts to choose from."""
    secrets = SMALL + named("first", "First account", alfa) + named("second", "Second account", bravo)
    with dashboard(tmp_path_factory.mktemp("home"), secrets) as running:
        yield running
