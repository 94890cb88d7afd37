"""A session that expires halfway: ours is renewed once, a pasted one is asked for anew."""

from dataclasses import replace

import pytest

from kaltura.api.credentials import AdminSecret, AppToken, Credentials, ReadyKs
from kaltura.api.errors import CredentialsError
from kaltura.demo.server import Emulator
from kaltura.fetch import Kept
from kaltura.reports.columns import Report
from tests.trust.checks import undisturbed
from tests.trust.three_days import A_WINDOW_A_DAY, accounted_for, fetched, same_totals, three_days

OURS = ["secret", "token"]
STARTS = {"secret": "session.start", "token": "appToken.startSession"}


def credentials(kind: str, emulator: Emulator) -> Credentials:
    return {
        "pasted": lambda: ReadyKs(emulator.ready_ks()),
        "secret": lambda: AdminSecret(emulator.partner_id, emulator.admin_secret),
        "token": lambda: AppToken(emulator.partner_id, emulator.app_token_id, emulator.app_token),
    }[kind]()


def sessions_made(kind: str, emulator: Emulator) -> int:
    return emulator.calls(name=STARTS[kind])


@pytest.fixture(scope="module", params=OURS)
def usual(request) -> tuple[str, int]:
    """A kind of credentials, and how many sessions a fetch with them makes when nothing fails."""
    with Emulator(three_days()) as emulator:
        fetched(emulator, credentials(request.param, emulator))
        return request.param, sessions_made(request.param, emulator)


@pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_ours_is_renewed_once_and_nothing_is_missing(usual, report: Report, nth: int) -> None:
    kind, made = usual
    with Emulator(three_days(), faults=[f"SESSION_EXPIRES@{report.value}:{nth}"]) as emulator:
        found = fetched(emulator, credentials(kind, emulator))
        assert sessions_made(kind, emulator) == made + 1, "the threads that share it wait for the one that renews it"
    assert found.dataset.complete
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)


@pytest.mark.parametrize("kind", OURS)
def test_one_that_expires_again_and_again_ends_the_fetch(kind: str) -> None:
    with Emulator(three_days(), faults=["SESSION_EXPIRESxall"]) as emulator:
        with pytest.raises(CredentialsError, match=r"has expired\. It was made here"):
            fetched(emulator, credentials(kind, emulator))
        assert len(emulator.requests) <= 30


@pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_pasted_one_is_asked_for_anew(report: Report, nth: int) -> None:
    with Emulator(three_days(), faults=[f"SESSION_EXPIRES@{report.value}:{nth}"]) as emulator:
        with pytest.raises(CredentialsError, match="has expired") as caught:
            fetched(emulator, credentials("pasted", emulator))
        assert len(emulator.requests) <= undisturbed().calls
    assert caught.value.next_step == "Make a new session (KS) and connect again."


@pytest.mark.parametrize("report", Report, ids=lambda report: str(report.value))
def test_what_a_pasted_one_had_is_not_asked_again_with_its_successor(report: Report) -> None:
    kept, one = Kept(), replace(A_WINDOW_A_DAY, in_flight=1)
    with Emulator(three_days(), faults=[f"SESSION_EXPIRES@{report.value}:3"]) as emulator:
        with pytest.raises(CredentialsError, match="has expired"):
            fetched(emulator, credentials("pasted", emulator), limits=one, kept=kept)
        had, before = len(kept.answers), len(emulator.requests)
        assert had >= 2
        found = fetched(emulator, ReadyKs(emulator.ready_ks()), limits=one, kept=kept)
        assert found.calls - before == undisturbed().calls - had
    assert found.dataset.complete
    accounted_for(found.dataset)
    same_totals(found.dataset, undisturbed().dataset)


@pytest.mark.parametrize("kind", OURS)
def test_every_session_made_is_ended(kind: str) -> None:
    with Emulator(three_days(), faults=["SESSION_EXPIRES@6001"]) as emulator:
        fetched(emulator, credentials(kind, emulator))
        assert emulator.calls(name="session.end") == sessions_made(kind, emulator)
