"""How soon a page is redrawn after a filter changes, in Chromium, on a demo account as large as the goals."""

import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.account import scale_of
from benchmarks.figure import Figure
from kaltura.ui.navigation import PAGES, PageInfo
from tests.conftest import CHROMIUM_ARGS, Server, dashboard, find_chromium, open_page

GOALS = {100_000: 1.0, 1_000_000: 2.0}  # attendances: seconds
QUICK = {"sizes": (100_000,)}
ROOMS = (1, 4, 7)  # places in the list of rooms, one after the other in one visit
DATES = ("All dates", "Last 90 days", "This term")  # each once: the demo's figures are remembered for all visitors
PATIENCE = 120_000  # milliseconds: the largest account takes minutes to make on a busy machine

# The clock runs from the click on an option to the last change of the page's content, once the script has ended and
# nothing has moved for a while. Charts draw after the script: they count.
WATCH = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const watch = window.watch = {began: null, ran: false, last: null};
  addEventListener('click', event => {
    if (event.target.closest('[role=option]')) watch.began ??= performance.now();
  }, {capture: true});
  new MutationObserver(() => { watch.last = performance.now(); })
    .observe(app.querySelector('[data-testid=stMain]'),
             {subtree: true, childList: true, attributes: true, characterData: true});
  new MutationObserver(() => { watch.ran ||= app.dataset.testScriptState === 'running'; })
    .observe(app, {attributes: true});
}"""
STILL = """quiet => {
  const app = document.querySelector('[data-testid=stApp]');
  const busy = app.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]');
  return watch.began && watch.ran && app.dataset.testScriptState === 'notRunning' && !busy
    && performance.now() - watch.last > quiet && (watch.last - watch.began) / 1000;
}"""
QUIET = 500  # milliseconds


def measure(sizes: Iterable[int] = tuple(GOALS)) -> list[Figure]:
    """For each size and page, the middle of three: another room, and from 30 days to other dates."""
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS))
        stack.callback(browser.close)
        return [figure for size in sizes for figure in _at(size, browser)]


def _at(attendances: int, browser: Browser) -> list[Figure]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(dashboard(home, secrets=f"demo_scale = {scale_of(attendances)}"))
        warm = _visit(browser, server, PAGES[0], "")
        warm.context.close()
        figures = []
        for info in PAGES:
            if info.selects:
                figures += _page(browser, server, info, attendances)
        return figures


def _page(browser: Browser, server: Server, info: PageInfo, attendances: int) -> list[Figure]:
    page = _visit(browser, server, info, "?dates=All+dates")
    rooms = [_redraw(page, "Room", place) for place in ROOMS]
    page.context.close()
    dates = []
    for preset in DATES:
        page = _visit(browser, server, info, "")
        dates.append(_redraw(page, "Dates", preset))
        page.context.close()
    name, goal = f"{info.title}, {attendances:,} attendances", GOALS[attendances]
    print(f"  {name}: room {rooms}, dates {dates}", file=sys.stderr, flush=True)
    return [
        Figure(f"redraw of {name}: room", median(rooms), "s", goal),
        Figure(f"redraw of {name}: dates", median(dates), "s", goal),
    ]


def _visit(browser: Browser, server: Server, info: PageInfo, query: str) -> Page:
    """The page as a visitor of its own sees it: nothing is remembered of anybody's earlier choices."""
    visitor = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Europe/Berlin", locale="en-GB")
    visitor.set_default_timeout(PATIENCE)
    page = visitor.new_page()
    open_page(page, server, f"/{'' if info is PAGES[0] else info.address}{query}")
    page.wait_for_timeout(2 * QUIET)  # charts are drawn after the script has ended
    return page


def _redraw(page: Page, label: str, option: str | int) -> float:
    """Seconds from choosing an option of a sidebar's filter, by its text or place, to the page as it stays."""
    before = page.get_by_test_id("stMain").inner_text()
    page.get_by_test_id("stSidebar").get_by_label(label, exact=True).first.click()
    options = page.get_by_role("option")
    page.evaluate(WATCH)
    (options.nth(option) if isinstance(option, int) else options.filter(has_text=option)).click()
    seconds = float(page.wait_for_function(STILL, arg=QUIET).json_value())
    if page.get_by_test_id("stMain").inner_text() == before:
        raise AssertionError(f"{page.url} shows the same as before the change of {label}.")
    return seconds
