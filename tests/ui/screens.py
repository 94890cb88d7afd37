"""Pictures of every page, light and dark, wide and narrow: python -m tests.ui.screens OUTDIR [BASE]"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGS, HOW_TO_GET, Server, dashboard, find_chromium, open_page
from tests.parts import PLACES, PLACES_OF_PARTS

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


def take_all(out: Path, server: Server) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS))
        for scheme in SCHEMES:
            for width in WIDTHS:
                visitor = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="Europe/Berlin"
                )
                visitor.set_default_timeout(60_000)
                for place in PLACES + PLACES_OF_PARTS:
                    page = visitor.new_page()
                    open_page(page, server, place)
                    page.wait_for_timeout(1500)  # Plotly draws after the script has ended
                    # The page scrolls inside Streamlit's own frame: make the window as tall as its content.
                    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
                    page.set_viewport_size({"width": width, "height": max(900, height)})
                    page.wait_for_timeout(500)
                    target = out / f"{_name(place)}-{scheme}-{width}.png"
                    page.screenshot(path=target)
                    page.close()
                    print(target)
                visitor.close()
        browser.close()


def _name(place: str) -> str:
    """'/attendance?part=User+types' → 'attendance-user-types'."""
    address, _, query = place.strip("/").partition("?")
    return "-".join(filter(None, (address or "overview", query.partition("=")[2].replace("+", "-").lower())))


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    if find_chromium() is None:
        print(HOW_TO_GET)
        return 1
    with ExitStack() as stack:
        if len(arguments) > 1:
            server = Server(arguments[1], Path("unused"))
        else:
            server = stack.enter_context(dashboard(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        take_all(Path(arguments[0]), server)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
