"""A provider, an account at Kaltura, and dashboards that use them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

from kaltura.demo.server import Emulator
from tests.conftest import Server, dashboard, free_port
from tests.trust.browser.campus import ALFA, BRAVO, campus
from tests.trust.browser.provider import ACCESS, Enter, auth, provider, sign_in
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
def met() -> dict[str, list[Any]]:
    """The cookies of those who have signed in at the closed dashboard."""
    return {}


@pytest.fixture
def enter(page: Page, closed: Server, met: dict[str, list[Any]]) -> Enter:
    """enter(ADA): signs in through the provider's form, and whoever was there before, by the cookies of that time."""

    def enter(who: Mapping[str, object]) -> None:
        name = str(who["sub"])
        if name in met:
            page.context.add_cookies(met[name])
        else:
            sign_in(page, closed.base, who)
            met[name] = list(page.context.cookies())

    return enter


@pytest.fixture(scope="session")
def shared(alfa: Emulator, bravo: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard without a door, with two accounts to choose from."""
    secrets = SMALL + named("first", "First account", alfa) + named("second", "Second account", bravo)
    with dashboard(tmp_path_factory.mktemp("home"), secrets) as running:
        yield running
