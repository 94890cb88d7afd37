"""The nine pages: their files, addresses and the question that each answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import streamlit as st

from kaltura.ui.address import unbind
from kaltura.ui.address_numbers import RISK_NUMBERS, RULE_KEYS
from kaltura.ui.state import URL_KEYS

ROOT = Path(__file__).parents[2]
_HERE = "_page"
# The link may be drawn a moment later than the script that clicks it.
_CLICK = """<script>
(function follow() {
  const link = document.querySelector(".st-key-on_the_way a");
  if (link) link.click(); else setTimeout(follow, 20);
})();
</script>"""
# Leaving a page, Streamlit first removes that page's own parameters from the address, and the next page then adds its
# own. Each would be a step in the browser's history, so “back” would stop at a half-changed address. This script merges
# them into one step. On a slow connection both come late, so they are waited for until the person does something else,
# and a moment longer.
_ONE_STEP = """<script>
if (!window.leavesInOneStep) {
  window.leavesInOneStep = true;
  let leaving = 0, arrived = 0, idle = false;
  const since = (moment, shortly) => moment && (idle || Date.now() - moment < shortly);
  for (const input of ["pointerdown", "keydown"]) document.addEventListener(input, () => { idle = false; }, true);
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[data-testid=stSidebarNavLink], a[data-testid=stPageLink-NavLink]");
    if (link && link.pathname !== location.pathname) [leaving, idle] = [Date.now(), true];
  }, true);
  const push = history.pushState;
  history.pushState = function (state, unused, url) {
    const to = new URL(url, location.href);
    if (to.pathname !== location.pathname) [leaving, arrived, idle] = [0, Date.now(), true];
    else if (to.search && since(leaving, 2000)) return;
    else if (since(arrived, 1000)) return history.replaceState(state, unused, url);
    push.call(this, state, unused, url);
  };
}
</script>"""


@dataclass(frozen=True)
class PageInfo:
    """A page: `stem` is its file in pages/ and, but for the first, its address ("data_quality" → /data-quality)."""

    stem: str
    title: str
    icon: str
    question: str
    selects: bool = True  # shows the selection in words and follows it

    @property
    def path(self) -> Path:
        """The page's file."""
        return ROOT / "pages" / f"{self.stem}.py"

    @property
    def address(self) -> str:
        """The last part of its URL."""
        return self.stem.replace("_", "-")


PAGES = (
    PageInfo("overview", "Overview", ":material/space_dashboard:", "How are our rooms doing?"),
    PageInfo("attendance", "Attendance", ":material/groups:", "Who comes, when, how long?"),
    PageInfo("engagement", "Engagement", ":material/visibility:", "Did people pay attention?"),
    PageInfo("breakouts", "Breakouts", ":material/account_tree:", "Did small groups work?"),
    PageInfo("sessions", "Sessions", ":material/event_note:", "What happened in this room, this session?"),
    PageInfo("people", "People", ":material/badge:", "Who attended what?"),
    PageInfo("data_quality", "Data quality", ":material/fact_check:", "Can I trust this?"),
    PageInfo("export", "Export", ":material/download:", "Take it away."),
    PageInfo("connect", "Connect", ":material/cable:", "Where is the data?", selects=False),
)
_BY_STEM = {info.stem: info for info in PAGES}


def pages() -> dict[str, tuple[PageInfo, st.Page]]:
    """stem → its description and Streamlit's page. The first one's address is "/"."""
    return {
        info.stem: (
            info,
            st.Page(
                info.path,
                title=info.title,
                icon=info.icon,
                url_path=info.address,
                default=info is PAGES[0],
            ),
        )
        for info in PAGES
    }


def link(
    stem: str, label: str, *, icon: str | None = None, query: Mapping[str, str] | None = None, row: bool = False
) -> None:
    """A link to a page that keeps the selection. query: what else the address says, e.g. {"session": id}.

    row: as wide as there is space, with the icon at its end.
    """
    # The browser adds what is bound to widgets by itself; named here too, it would stand there twice.
    st.page_link(
        _BY_STEM[stem].path,
        label=label,
        icon=icon,
        icon_position="right" if row else "left",
        width="stretch" if row else "content",
        query_params=dict(query or {}),
    )


def go(stem: str, query: Mapping[str, str] | None = None) -> None:
    """Open a page, as a click on a row does, and keep the selection: one step in the browser's history."""
    if query and st.session_state.get(_HERE) != stem:
        _follow(stem, query)
    address = {**current_query(), **(query or {})}
    unbind(address)
    st.switch_page(_BY_STEM[stem].path, query_params=address)


def leave_in_one_step() -> None:
    """Called once per run: has the browser take one step in its history where a link leads to another page."""
    st.html(_ONE_STEP, unsafe_allow_javascript=True)


def arrived(info: PageInfo) -> None:
    """Called once per run: the page that is drawn."""
    st.session_state[_HERE] = info.stem


def _follow(stem: str, query: Mapping[str, str] | None) -> NoReturn:
    """Have the browser follow a link to another page.

    st.switch_page would first write the query into the address of the page that is left, a step of its own in the
    browser's history: "back" would then have to be pressed twice. Where no script may run, the link is there to click.
    """
    with st.container(key="on_the_way"):
        link(stem, "Continue", icon=":material/arrow_forward:", query=query)
        st.html(_CLICK, unsafe_allow_javascript=True)
    st.stop()


def page_button(
    stem: str,
    label: str,
    icon: str,
    query: Mapping[str, str] | None = None,
    *,
    before: Callable[[], None] = lambda: None,
) -> None:
    """A button that opens a page, also the one it is on with another query, which a link does not.

    before: done when it was pressed.
    """
    if st.button(label, icon=icon, type="tertiary", key=f"page_button_{stem}_{label}"):
        before()
        go(stem, query)


def current_query() -> dict[str, list[str]]:
    """The selection, the rule of Present and the measures of risk, as they stand in the address, in its order."""
    kept = {*URL_KEYS, *RULE_KEYS, *RISK_NUMBERS}  # a decision on one page is the same on the next
    return {key: st.query_params.get_all(key) for key in st.query_params if key in kept}
