"""The small account behind a real socket, and a client for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.demo.server import Emulator
from kaltura.filters import Filters
from tests.demo.small_account import HOUR, TEN, small_account

NOW = datetime.fromtimestamp(TEN + 9 * HOUR, UTC)
NEW_YEAR = Filters(date(2026, 1, 1), date(2026, 1, 1))
Connect = Callable[..., tuple[Client, Emulator]]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """connect(faults=…, row_cap=…) → a client of a fresh emulator that never waits before it tries again."""
    with ExitStack() as stack:

        def opener(**options: Any) -> tuple[Client, Emulator]:
            emulator = stack.enter_context(Emulator(small_account(), **options))
            client = Client(emulator.base, ReadyKs(emulator.ready_ks()), jitter=lambda _: 0.0)
            return stack.enter_context(client), emulator

        yield opener
