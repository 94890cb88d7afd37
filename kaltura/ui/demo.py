"""The demo account on screen: an emulator of Kaltura's API in this process, asked through the same client.

Its people are invented, so all visitors may share one Dataset.
"""

from datetime import UTC, date, datetime, timedelta

import streamlit as st

from kaltura.api.addresses import DEMO
from kaltura.api.client import Client
from kaltura.api.credentials import AdminSecret
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from kaltura.fetch import fetch
from kaltura.filters import Filters
from kaltura.ui import settings
from kaltura.ui.choices import choices_of
from kaltura.ui.state import Loaded

WEEKS = 26
_prepared: set[date] = set()


def demo() -> Loaded:
    """The demo account's last 26 weeks up to today; made once a day, by whoever comes first."""
    day = datetime.now(UTC).date()
    made = _demo(day, settings.demo_scale())
    _prepared.add(day)
    return made


def is_prepared() -> bool:
    """Whether today's demo account has been made."""
    return datetime.now(UTC).date() in _prepared


@st.cache_resource(max_entries=1, show_spinner=False)
def _demo(today: date, scale: float = 1.0) -> Loaded:
    account = demo_account(scale=scale)
    asked = Filters(start=today - timedelta(weeks=WEEKS), end=today)
    credentials = AdminSecret(account.partner_id, account.admin_secret)
    with Emulator(account) as emulator, Client(emulator.base, credentials, policy=DEMO) as client:
        dataset = fetch(client, asked, source="demo")
    return Loaded(dataset, choices_of(dataset), shared={})
