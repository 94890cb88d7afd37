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
from kaltura.ui.heading import Heading
from kaltura.ui.link_check import show_ignored
from kaltura.ui.navigation import PageInfo, arrived, leave_in_one_step, pages
from kaltura.ui.paper import fit_paper
from kaltura.ui.people_rule import hold_rule
from kaltura.ui.row_click import take_clicks
from kaltura.ui.selection import show_instead, show_selection
from kaltura.ui.sidebar import choose_default, sidebar
from kaltura.ui.source import no_data
from kaltura.ui.sparkline import STYLE as SPARKLINE
from kaltura.ui.state import filters
from kaltura.ui.states import PageEnd, banners
from kaltura.ui.subject import subject
from kaltura.ui.touch import take_taps

ABOUT = "**Kaltura Room Analytics** reads Kaltura's room reports: attendance, engagement and breakouts."
_HERE = Path(__file__).parent
# A picture of our own: Streamlit would load a named one from another host. It is part of the page: as a file of the
# server it would be behind the door.
ICON = f"data:image/svg+xml;base64,{b64encode((_HERE / 'icon.svg').read_bytes()).decode()}"
STYLE = (_HERE / "style.css").read_text(encoding="utf-8")


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
    heading = Heading(info)
    with guarded():
        settle()
        if not head_start.begins_visit():
            _page(info, chosen, heading, has_data=_sidebar())
        elif info.selects and choose_default():
            with head_start.followed_by(_sidebar_of_the_same):
                _page(info, chosen, heading, has_data=True)
        else:
            has_data = _sidebar()
            with head_start.followed_by(_nothing):
                _page(info, chosen, heading, has_data=has_data)
    heading.settle()
    leave_in_one_step()
    take_clicks()
    take_taps()
    fit_paper()


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


def _page(info: PageInfo, chosen: st.Page, heading: Heading, *, has_data: bool) -> None:
    _head(info, heading, has_data)
    if has_data and info.stem != "people":
        hold_rule()
    if has_data or not info.selects:
        with suppress(PageEnd):
            chosen.run()
    else:
        no_data()


def _head(info: PageInfo, heading: Heading, has_data: bool) -> None:
    shown = subject(info.stem) if info.selects and has_data else None
    heading.settle(shown)
    show_ignored()
    show_fetch()
    if info.selects and has_data:
        if shown is None:
            show_selection()
        else:
            show_instead(shown.shown)
        banners()


main()
