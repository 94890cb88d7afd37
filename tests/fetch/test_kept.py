"""What a refused fetch leaves for the next: for the same account and request, and not for long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kaltura.api.errors import AnalyticsError, CredentialsError
from kaltura.fetch import Kept, fetch
from kaltura.fetch.kept import KEPT_FOR
from tests.fetch.in_memory import InMemory
from tests.trust.three_days import A_WINDOW_A_DAY, FILTERS, NOW, three_days

ONE_AT_A_TIME = replace(A_WINDOW_A_DAY, in_flight=1)


class Known(InMemory):
    """A client that knows its account, as one with a session does."""

    partner_id = 42


def refused() -> AnalyticsError:
    return CredentialsError("The session (KS) has expired.", "Make a new one.", code="INVALID_KS")


@pytest.fixture
def kept() -> Kept:
    """Of a fetch that had 6001 when its session was refused."""
    left = Kept()
    with pytest.raises(CredentialsError):
        fetch(Known(three_days(), broken={6000: refused}), FILTERS, limits=ONE_AT_A_TIME, now=NOW, kept=left)
    assert len(left.answers) == 3
    return left


def asked_again(kept: Kept, client: InMemory, **other: object) -> int:
    """How many calls for 6001 the next fetch makes."""
    asked = {"filters": FILTERS, "now": NOW, "limits": ONE_AT_A_TIME} | other
    fetch(client, **asked, kept=kept)  # type: ignore[arg-type]
    return len(client.of(6001))


def test_the_same_again_asks_for_the_rest_only(kept: Kept) -> None:
    assert asked_again(kept, Known(three_days())) == 0


def test_another_account_gets_nothing_of_it(kept: Kept) -> None:
    other = Known(three_days())
    other.partner_id = 43
    assert asked_again(kept, other) == 3


def test_another_address_gets_nothing_of_it(kept: Kept) -> None:
    other = Known(three_days())
    other.base = "elsewhere"
    assert asked_again(kept, other) == 3


def test_a_client_that_does_not_know_its_account_gets_nothing_of_it(kept: Kept) -> None:
    assert asked_again(kept, InMemory(three_days())) == 3


def test_another_request_is_asked_in_full(kept: Kept) -> None:
    assert asked_again(kept, Known(three_days()), filters=replace(FILTERS, rooms=("1_main",))) > 0


def test_after_an_hour_it_is_asked_anew(kept: Kept) -> None:
    assert asked_again(kept, Known(three_days()), now=NOW + KEPT_FOR + timedelta(minutes=1)) == 3


def test_what_was_not_over_is_asked_again() -> None:
    """A session that ran on between the two has more minutes by now."""
    early = Kept()
    during = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)  # within the class of the last day
    with pytest.raises(CredentialsError):
        fetch(Known(three_days(), broken={6000: refused}), FILTERS, limits=ONE_AT_A_TIME, now=during, kept=early)
    had = len(early.reusable())
    assert 0 < had < len(early.answers)
    client = Known(three_days())
    fetch(client, FILTERS, limits=ONE_AT_A_TIME, now=during + timedelta(minutes=20), kept=early)
    assert len(client.of(6001)) == 3 - had


def test_what_cannot_be_used_is_not_promised() -> None:
    left = Kept()
    with pytest.raises(CredentialsError):
        fetch(InMemory(three_days(), broken={6000: refused}), FILTERS, limits=ONE_AT_A_TIME, now=NOW, kept=left)
    assert left.reusable() == []
