"""A real server and a real browser, for tests that must see what a person sees."""

import gc
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from secrets import randbelow
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import app_test

ROOT = Path(__file__).parents[1]

# HYPOTHESIS_EXAMPLES=1000 looks longer. How long an example takes says more about the machine's other work than about
# the code.
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "50"))
settings.register_profile("ours", deadline=None, max_examples=EXAMPLES)
settings.load_profile("ours")
config.set_option("secrets.files", [])  # those of whoever runs the tests are not for them
# What is installed stays as it is, and so does what the pages are written in: each AppTest would read all of it again.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
app_test.ScriptCache = cache(app_test.ScriptCache)  # type: ignore[attr-defined, assignment]
expect.set_options(timeout=20_000)  # a page that is right is drawn sooner; a busy machine's browser gets there late

CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
IN_TESTS = (
    # Tabs on this machine's servers share a process, and in it what has been compiled of Streamlit.
    "--process-per-site",
    # What is opened once is not worth being compiled for speed: an eighth of all that a page load costs.
    "--js-flags=--no-opt",
    # Another host is not there, and nobody waits for it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
HOW_TO_GET = "Chromium was not found. Install it (Debian: apt-get install chromium) to run the browser tests."
START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """A running dashboard: its address, what it has printed so far, and its process."""

    base: str
    log: Path
    pid: int = 0

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with browser tests come first: they take longest, and no worker should be alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    # What has been imported by now stays: no search for garbage need go through it.
    gc.freeze()
    gc.set_threshold(20_000)


def find_chromium() -> str | None:
    for name in ("chromium", "/usr/bin/chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def free_port() -> int:
    """Below those that the system gives out by itself: nobody else gets it before the server has started."""
    while True:
        port = 20_000 + randbelow(12_000)
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


@contextmanager
def dashboard(
    folder: Path,
    secrets: str = "",
    command: tuple[str, ...] = ("streamlit", "run", "app.py"),
    port: int = 0,
    path: str = "",
) -> Iterator[Server]:
    """The dashboard as people start it, in a fresh home, with these secrets; ended at the end. path: where it is."""
    port = port or free_port()
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")  # an operator's own place for them
    log = folder / "server.log"
    env = {
        **os.environ,
        "HOME": str(folder),
        "STREAMLIT_SECRETS_FILES": str(folder / ".streamlit" / "secrets.toml"),  # not those of whoever runs the tests
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        # As on a desktop, where a first start might ask something; "true" stands for the browser that it opens.
        "STREAMLIT_SERVER_HEADLESS": "false",
        "BROWSER": "true",
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        base = f"http://127.0.0.1:{port}{path}"
        wait_until_up(base, process, log)
        yield Server(base, log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(base: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{base}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The dashboard did not start:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One dashboard on the demo account, for all browser tests of this process."""
    with dashboard(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def port() -> int:
    """For dashboards that are started one after the other: at one address the browser keeps what it has compiled."""
    return free_port()


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Callable[..., Server]]:
    """Starts a dashboard of the test's own: serve(secrets="…")."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(dashboard(tmp_path_factory.mktemp("home"), port=port, **options))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped, or fails where CI promises it."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGS, *IN_TESTS])
        yield running
        running.close()


@contextmanager
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody's browser: 1280 px wide, in Berlin. A first tab stays open, so that its process does."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        timezone_id="Europe/Berlin",
        locale="en-GB",
        reduced_motion="reduce",  # without a graphics card, what moves costs more than what is drawn
    )
    context.set_default_timeout(60_000)
    first = context.new_page()
    first.route("**", lambda route: route.fulfill(body=""))
    first.goto("http://127.0.0.1/")
    yield context
    context.close()


@contextmanager
def tab(context: BrowserContext) -> Iterator[Page]:
    """An empty tab. Afterwards the visitor is a stranger again: no cookies, nothing in the browser's store."""
    yield context.new_page()
    first, *others = context.pages
    for page in others:
        page.close()
    session = context.new_cdp_session(first)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    session.detach()


@pytest.fixture(scope="session")
def one_visitor(browser: Browser) -> Iterator[BrowserContext]:
    with visitor(browser) as context:
        yield context


@pytest.fixture(scope="session")
def another_visitor(browser: Browser) -> Iterator[BrowserContext]:
    with visitor(browser) as context:
        yield context


@pytest.fixture
def page(one_visitor: BrowserContext) -> Iterator[Page]:
    """An empty tab of a visitor whom no server knows."""
    with tab(one_visitor) as page:
        yield page


@pytest.fixture
def another_page(another_visitor: BrowserContext) -> Iterator[Page]:
    """A tab in somebody else's browser."""
    with tab(another_visitor) as page:
        yield page


def settled(page: Page) -> None:
    """Wait until what was clicked has reached the script, it has run to its end, and the browser has drawn that."""
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function('() => !document.querySelector(\'[data-testid="stSkeleton"], [data-testid="stSpinner"]\')')


def open_page(page: Page, server: Server, address: str = "/") -> None:
    """Open an address of the dashboard and wait for its title and its content."""
    page.goto(server.base + address)
    page.wait_for_selector("h1")
    settled(page)


def go(page: Page, title: str) -> None:
    """To another page by the navigation: a new address would be a new visit, without the visitor's data."""
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    settled(page)
