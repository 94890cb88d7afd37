"""The live part of Connect: where, who, and what to fetch; from widgets to a checked request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from kaltura.api.addresses import AddressPolicy, dashboard
from kaltura.api.credentials import HASHES, AdminSecret, AppToken, Credentials, from_ks_field, parse_hash, parse_partner
from kaltura.api.errors import UsageError
from kaltura.api.regions import REGIONS, check_base
from kaltura.fetch.asks import check_ids
from kaltura.filters import Filters, split_list
from kaltura.ui import settings
from kaltura.ui.access import may_see_people
from kaltura.ui.dates import FIRST_DAY, LAST_DAY
from kaltura.ui.zones import browser_zone, zones

CUSTOM_BASE = "Another address"
_WAYS = ("App token", "Session (KS)", "Admin secret")
_LISTS = {
    "events": "Event IDs",
    "rooms": "Room entry IDs",
    "parents": "Main rooms (fetch only their breakouts)",
    "users": "User IDs",
    "sessions": "Session IDs (cue points)",
}


@dataclass(frozen=True)
class Place:
    """Where to ask: a checked base address and what else may be connected to on the way."""

    base: str
    policy: AddressPolicy


@dataclass(frozen=True)
class Request:
    """What to fetch, and which of its days to show first: the period before is there to compare with."""

    asked: Filters
    days: tuple[date, date]


@dataclass(frozen=True)
class Chosen:
    """What was chosen before anything is typed.

    where: checks the address, and raises AnalyticsError in words.
    named: the operator's account whose credentials are used, or "". way: which credentials are typed, or None.
    """

    where: Callable[[], Place]
    named: str = ""
    way: str | None = None


def account() -> Chosen:
    """Widgets that decide what else is asked for: the account or region, and the kind of credentials."""
    named = settings.accounts()
    key = (
        st.selectbox(
            "Account",
            ["", *named],
            format_func=lambda key: named.get(key, "My own credentials"),
            key="connect_account",
            persist_state="session",
        )
        if named
        else ""
    )
    if key and settings.has_credentials(key):
        return Chosen(lambda: _named_place(key), named=key)
    where = (lambda: _named_place(key)) if key else _region()
    way = st.segmented_control(
        "Credentials", _WAYS, default=_WAYS[0], required=True, key="connect_way", persist_state="session"
    )
    return Chosen(where, way=way)


def credentials(chosen: Chosen) -> Callable[[], Credentials]:
    """Fields for what was chosen. The result checks what was typed, and raises AnalyticsError in words.

    Only within st.form: outside of one, Streamlit loses a password when Tab leads from it to its eye button.
    """
    if chosen.named:
        return lambda: settings.account_credentials(chosen.named)
    if chosen.way == "Session (KS)":
        ks = _secret("Session (KS)", "connect_ks", "A session needs no more than the permission to read reports.")
        return lambda: from_ks_field(ks)
    partner = st.text_input("Partner ID", key="connect_partner", persist_state="session")
    if chosen.way == "Admin secret":
        secret = _secret("Admin secret", "connect_secret", "From the Management Console, Settings › Integration.")
        return lambda: AdminSecret(parse_partner(partner), secret)
    token_id = st.text_input("App token ID", key="connect_token_id", persist_state="session")
    token = _secret("App token", "connect_token", "What Kaltura recommends: it can be limited and revoked.")
    hash_name = st.selectbox("Hash type", HASHES, key="connect_hash", persist_state="session")
    return lambda: AppToken(parse_partner(partner), token_id, token, parse_hash(hash_name))


def request() -> Callable[[], Request]:
    """Widgets for dates, zone and optional filters."""
    today = datetime.now(ZoneInfo(browser_zone())).date()
    left, right = st.columns(2)
    days = left.date_input(
        "Dates",
        value=(today - timedelta(days=29), today),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key="connect_dates",
        format="YYYY-MM-DD",
        persist_state="session",
        help="Both days are included.",
    )
    zone = right.selectbox(
        "Time zone", zones(), index=zones().index(browser_zone()), key="connect_zone", persist_state="session"
    )
    before = st.toggle(
        "Also fetch the period before, for comparison", value=True, key="connect_before", persist_state="session"
    )
    # What is filled in is seen: it narrows the next fetch too, and may be what a sentence above is about.
    filled = any(st.session_state.get(f"connect_{name}") for name in _LISTS)
    with st.expander("Only certain events, rooms, people or sessions", expanded=filled):
        st.caption("IDs, separated by commas. Empty means all. A room stands for its breakout rooms too.")
        lists = {
            name: st.text_input(label, key=f"connect_{name}", persist_state="session")
            for name, label in _LISTS.items()
            # With it, a viewer could ask for one person and read who a pseudonym is.
            if name != "users" or may_see_people()
        }
    return lambda: _request(days, zone, before, {name: split_list(text) for name, text in lists.items()})


def _region() -> Callable[[], Place]:
    hosts = settings.allowed_hosts()
    options = [*REGIONS, *([CUSTOM_BASE] if hosts else [])]
    key = st.selectbox(
        "Region",
        options,
        format_func=lambda k: REGIONS[k].title if k in REGIONS else k,
        key="connect_region",
        persist_state="session",
    )
    if not hosts:
        st.caption("A self-hosted Kaltura is offered here once whoever runs this dashboard lists its host.")
    if key in REGIONS:
        return lambda: Place(REGIONS[key].base, dashboard())
    base = st.text_input(
        "Address", key="connect_base", placeholder="https://kaltura.example.edu", persist_state="session"
    )
    return lambda: Place(check_base(base, dashboard(hosts)), dashboard(hosts))


def _named_place(key: str) -> Place:
    region, base = settings.account_place(key)
    if base is not None:
        policy = settings.account_policy(key)
        return Place(check_base(base, policy), policy)
    if region not in REGIONS:
        raise UsageError(
            f"The account “{key}” in secrets.toml names no region of Kaltura's.", f"Use one of {', '.join(REGIONS)}."
        )
    return Place(REGIONS[region].base, dashboard())


def _secret(label: str, key: str, help_text: str) -> str:
    # Never bound to the URL; kept in this session's memory on the server only.
    return st.text_input(label, type="password", key=key, help=help_text, autocomplete="off", persist_state="session")


def _request(days: tuple[date, ...] | date, zone: str, before: bool, lists: dict[str, tuple[str, ...]]) -> Request:
    chosen = days if isinstance(days, tuple) else (days,)
    if len(chosen) != 2:
        raise UsageError("The dates have no end yet.", "Choose the last day too.")
    first, last = chosen
    # Says what is wrong with the person's own days, not with the ones before.
    check_ids(Filters(first, last, zone, **lists))
    begin = first - (last - first) - timedelta(days=1) if before else first
    return Request(Filters(begin, last, zone, **lists), (first, last))
