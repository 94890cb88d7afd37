"""Every visit starts here: page set-up, the sidebar with the selection, then the page that the address names.

On a visit's first run the page may come before the sidebar: see kaltura.ui.head_start.
"""

from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import streamlit as st

from kaltura.ui import head_start
from kaltura.ui.access import admit, may_open, signed_in_as
from kaltura.ui.errors import guarded
from kaltura.ui.fetching import settle, show_fetch
from kaltura.ui.link_check import show_ignored
from kaltura.ui.navigation import PageInfo, arrived, leave_in_one_step, pages
from kaltura.ui.people_rule import hold_rule
from kaltura.ui.row_click import take_clicks
from kaltura.ui.selection import show_selection
from kaltura.ui.sidebar import choose_default, sidebar
from kaltura.ui.source import no_data
from kaltura.ui.sparkline import STYLE as SPARKLINE
from kaltura.ui.state import filters
from kaltura.ui.states import PageEnd, banners
from kaltura.ui.touch import take_taps

ABOUT = "**Kaltura Room Analytics** reads Kaltura's room reports: attendance, engagement and breakouts."
# A picture of our own: Streamlit would load a named one from another host. It is part of the page: as a file of the
# server it would be behind the door.
ICON = f"data:image/svg+xml;base64,{b64encode((Path(__file__).parent / 'icon.svg').read_bytes()).decode()}"
# What Streamlit's theme has no setting for. Figures stand in columns: every digit is as wide as the others. Captions,
# what is chosen, and the words of charts have the page's ink: their own is too pale to read (below 4.5:1).
# A figure's label and what is usual wrap where they do not fit: on a phone they would be cut.
# Markdown makes links of addresses in names, which are data; we write none. What the keyboard is on, and with the
# system's own colours what is chosen, is outlined: a pale ground alone would say it. On paper the page has all the
# width, and what only a screen can do is left out.
STYLE = """
body { font-variant-numeric: tabular-nums; }
body [data-testid="stHeading"] h2 { font-size: 1.25rem; }
body [data-testid="stMarkdownContainer"] h2 { padding: 0.25rem 0 0.5rem; }
body [data-testid="stButtonGroup"] { max-width: 100%; }
body [data-testid="stMain"] :is([data-testid="stCaptionContainer"], [data-testid="stMarkdownContainer"]) > p {
  max-width: 60rem;
}
body .st-key-people_cells button { min-height: 2.5rem; }
body [data-testid="stLayoutWrapper"]:has(> [class*="st-key-in_address_"]) { display: none; }
body [data-testid="stCaptionContainer"] { opacity: 0.75; }
body [data-testid="stMetric"] :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]),
body [data-testid="stMetric"] p { white-space: normal; }
body [data-testid="stMetric"] div:has(> [data-testid="stMetricDelta"]) { flex-wrap: wrap; }
body [data-testid="stMetricDeltaDescription"] { flex-shrink: 0; }
body :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]) a {
  color: inherit !important; text-decoration: none; pointer-events: none;
}
body [data-testid="stTab"][aria-selected="true"], body [data-testid="stTab"][aria-selected="true"] p,
body button[data-selected="true"], body button[data-selected="true"] p {
  color: inherit !important;
}
body .js-plotly-plot
  :is(.xtick, .ytick, .y2tick, [class^="g-"], .textpoint, .annotation, .legend, .colorbar, .hovertext) text {
  fill: currentColor !important;
}
body .js-plotly-plot .shapelayer path { stroke: currentColor !important; }
body [data-testid="stButtonGroup"] button { height: auto; }
body :is([data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]):focus-visible,
body [data-testid="stCheckbox"]:has(:focus-visible) { outline: 2px solid currentColor; outline-offset: 2px; }
body [data-testid="stHeaderActionElements"] a { display: none; }
@media (hover: none) { body .js-plotly-plot .modebar { display: none !important; } }
@media (max-width: 640px) { body [class*="st-key-attendance_overlap"] .textpoint { display: none; } }
@media (forced-colors: active) {
  body [data-testid="stTab"][aria-selected="true"], body button[data-selected="true"] {
    outline: 2px solid Highlight; outline-offset: -2px;
  }
}
@media print {
  body :is([data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stCheckbox"],
    [data-testid="stButtonGroup"]) { display: none !important; }
  body [data-testid="stMain"] { zoom: 0.78; }
  body [data-testid="stHorizontalBlock"]:has(.js-plotly-plot) { flex-wrap: nowrap; }
  body [data-testid="stColumn"]:has(.js-plotly-plot) { min-width: 0; }
  body :is([data-testid="stPlotlyChart"], [data-testid="stMetric"], [data-testid="stDataFrame"]) {
    break-inside: avoid;
  }
}
"""


def main() -> None:
    """One run of the script."""
    st.set_page_config(
        page_title="Kaltura Room Analytics",
        page_icon=ICON,
        layout="wide",
        menu_items={"About": ABOUT},  # without an entry there is no menu, and no choice of light and dark
    )
    admit()
    st.html(f"<style>{STYLE}{SPARKLINE}</style>")
    st.logo(ICON, size="large")
    listed = {stem: page for stem, page in pages().items() if may_open(stem)}
    chosen = st.navigation([page for _, page in listed.values()])
    info = next(info for info, page in listed.values() if page is chosen or page.url_path == chosen.url_path)
    arrived(info)
    st.set_page_config(page_title=f"{info.title} · Kaltura Room Analytics")
    st.title(info.title, help=info.question, anchor=False)  # also above a failure
    with guarded():
        settle()
        if not head_start.begins_visit():
            _page(info, chosen, has_data=_sidebar())
        elif info.selects and choose_default():
            with head_start.followed_by(_sidebar_of_the_same):
                _page(info, chosen, has_data=True)
        else:
            has_data = _sidebar()
            with head_start.followed_by(_nothing):
                _page(info, chosen, has_data=has_data)
    leave_in_one_step()
    take_clicks()
    take_taps()


def _sidebar() -> bool:
    has_data = sidebar()
    signed_in_as()
    return has_data


def _nothing() -> None:
    """The sidebar is there: only the charts follow the figures."""


def _sidebar_of_the_same() -> None:
    shown = filters()
    _sidebar()
    if filters() != shown:  # the day has just changed
        st.rerun()


def _page(info: PageInfo, chosen: st.Page, *, has_data: bool) -> None:
    _head(info, has_data)
    if has_data and info.stem != "people":
        hold_rule()
    if has_data or not info.selects:
        with suppress(PageEnd):
            chosen.run()
    else:
        no_data()


def _head(info: PageInfo, has_data: bool) -> None:
    show_ignored()
    show_fetch()
    if info.selects and has_data:
        show_selection()
        banners()


main()
