"""How soon a person sees something, in Chromium: our Overview against the least that Streamlit can do."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figure import Figure
from tests.conftest import CHROMIUM_ARGS, dashboard, find_chromium

EMPTY = "import streamlit as st\nst.text('ready')\n"
ONE_CHART = (
    "import plotly.graph_objects as go\nimport streamlit as st\nst.plotly_chart(go.Figure(go.Scatter(y=[1, 3, 2])))\n"
)
FIGURE = "[data-testid=stMetricValue]"
CHART = ".js-plotly-plot .main-svg"
TEXT = "[data-testid=stText]"
# In the page itself, at every picture it paints: Playwright's own waiting looks only every half a second after a while.
_SEEN = """selector => new Promise(seen => {
  const look = () => {
    const found = document.querySelector(selector);
    if (found && found.getClientRects().length) seen(performance.now()); else requestAnimationFrame(look);
  };
  look();
})"""


def measure(runs: int = 7) -> list[Figure]:
    """First figures against an empty app, first chart against an app with one three-point chart."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        scripts = {"ours": Path("app.py"), "empty": folder / "empty.py", "chart": folder / "chart.py"}
        scripts["empty"].write_text(EMPTY)
        scripts["chart"].write_text(ONE_CHART)
        homes = {name: folder / f"home-{name}" for name in scripts}
        for home in homes.values():
            home.mkdir()
        ours, empty, chart = (
            stack.enter_context(dashboard(homes[name], command=("streamlit", "run", str(script)))).base
            for name, script in scripts.items()
        )
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS))
        cases = [(ours, FIGURE), (empty, TEXT), (ours, CHART), (chart, CHART)]
        times: list[list[float]] = [[] for _ in cases]
        for run in range(runs + 1):
            for kept, (base, selector) in zip(times, cases, strict=True):
                seconds = first_sight(browser, base, selector)
                if run:  # the first round warms servers and disk
                    kept.append(seconds)
        browser.close()
    figures, bare, first, plain = (median(kept) for kept in times)
    return [
        Figure("page load: first figures", figures, "s", 1.3, bare, "empty Streamlit app"),
        Figure("page load: first chart", first, "s", 1.3, plain, "app with one three-point chart"),
    ]


def first_sight(browser: Browser, base: str, selector: str) -> float:
    """Seconds from the start of a visit with an empty cache until `selector` is visible."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(base, wait_until="commit")
        milliseconds: float = page.evaluate(_SEEN, selector)
        return milliseconds / 1000
    finally:
        context.close()
