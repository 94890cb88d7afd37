"""How soon a person sees something, in Chromium: our Overview against the least that Streamlit can do."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figure import Figure
from tests.browser import CHROMIUM_ARGUMENTS, chromium_path, free_port, wait_until_healthy

ROOT = Path(__file__).parent.parent
EMPTY = "import streamlit as st\nst.text('ready')\n"
ONE_CHART = (
    "import plotly.graph_objects as go\nimport streamlit as st\nst.plotly_chart(go.Figure(go.Scatter(y=[1, 3, 2])))\n"
)
FIGURE = "[data-testid=stMetricValue]"
CHART = ".js-plotly-plot .main-svg"
TEXT = "[data-testid=stText]"


def measure(runs: int = 7) -> list[Figure]:
    """First figures against an empty app, first chart against an app with one three-point chart."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "empty.py").write_text(EMPTY)
        (folder / "chart.py").write_text(ONE_CHART)
        ours = stack.enter_context(served(ROOT / "app.py"))
        empty = stack.enter_context(served(folder / "empty.py"))
        chart = stack.enter_context(served(folder / "chart.py"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
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
        began = perf_counter()
        page.goto(base, wait_until="commit")
        page.locator(selector).first.wait_for(state="visible", timeout=60_000)
        return perf_counter() - began
    finally:
        context.close()


@contextmanager
def served(script: Path) -> Iterator[str]:
    """A Streamlit server of `script`; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    process = subprocess.Popen(
        [*command, "--server.address=127.0.0.1", f"--server.port={port}"],
        cwd=script.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until_healthy(base)
        yield base
    finally:
        process.terminate()
        process.wait(10)
