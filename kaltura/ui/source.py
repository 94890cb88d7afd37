"""Whose data an address is of, so that nobody meets the demo's numbers in place of an account's.

Data of one's own ends with the browser session, as by a reload; its address, which says "live" or "files", does not.
"""

import streamlit as st

from kaltura.ui.address import remember_followed, unbind
from kaltura.ui.choose_by_id import HELD
from kaltura.ui.navigation import link
from kaltura.ui.state import SOURCE, adopt_demo, own_source
from kaltura.ui.states import empty

SOURCES = {"demo": "Demo account", "live": "Live account", "files": "Files"}  # of Provenance.source, on screen
_OWN = {
    "live": ("The account's data is not here any more.", "Connect the account again"),
    "files": ("The files' data is not here any more.", "Upload the files again"),
}


def is_here() -> bool:
    """Whether the data that the address speaks of is loaded; keeps the source in the address.

    Once a run, before data is read.
    """
    own = own_source()
    if own and st.session_state.get(SOURCE) != own:
        st.session_state[SOURCE] = own
    with st.container(key=f"{HELD}_{SOURCE}"):
        st.text_input("Source in the address", value=None, key=SOURCE, bind="query-params")
    if own and st.query_params.get(SOURCE) != own:  # "back" led to an address of before
        unbind([SOURCE])
        st.query_params[SOURCE] = own
    return bool(own) or not _absent()


def no_data() -> None:
    """The empty state of a page without data, with ways on; what the address selects is kept for when data comes."""
    if _absent():
        remember_followed()
    reason, again = _OWN.get(_absent(), ("There is no data to show yet.", "Connect an account, or upload files"))
    where = (
        "It lasts as long as the browser session: a reload ends it, and a link does not carry it. " if _absent() else ""
    )
    empty(reason, f"{where}{again}, or look at the demo account.")
    with st.container(horizontal=True):
        link("connect", "Connect again" if _absent() else "Connect", icon=":material/cable:")
        if _absent() and st.button("Show the demo account", key="show_demo", icon=":material/school:", type="tertiary"):
            adopt_demo()
            st.rerun()


def _absent() -> str:
    """The source that the address tells and that is not here; "" when there is none."""
    asked = st.session_state.get(SOURCE)
    return str(asked) if asked in _OWN and not own_source() else ""
