"""No secret shows: the command and the fetch are driven through failures, and everything that comes out is searched."""

import http.client
import io
import logging
import traceback
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kaltura.api.credentials import AdminSecret, AppToken, Credentials, ReadyKs
from kaltura.api.errors import AnalyticsError
from kaltura.demo.account import Account, DemoToken
from kaltura.demo.server import Emulator
from kaltura.demo.sessions import AccountSessions
from tests.cli.command import kaltura
from tests.cli.test_process import command
from tests.trust.canaries import PIECE, disguises, leaks
from tests.trust.three_days import fetched, three_days

SECRET = "ca9a41e5ca9a41e50123456789abcdef"
TOKEN = "fedcba9876543210ca9a41e5ca9a41e5"
FAULTS = {
    "nothing": (),
    "malformed": ("INVALID_KS@6001",),
    "expired": ("SESSION_EXPIRESxall",),
    "forbidden": ("SERVICE_FORBIDDENxall",),
    "refused secret": ("START_SESSION_ERROR@session.startxall", "INVALID_KS@appToken.startSessionxall"),
    "missing report": ("REPORT_NOT_FOUND@6000xall",),
    "internal": ("INTERNAL_SERVERL_ERRORxall",),
    "page": ("HTMLxall",),
    "redirect": ("REDIRECTxall",),
    "reset": ("RESETxall",),
    "cut": ("CUT@6001xall", "CUT_CHUNKED@6000xall", "CUT_UNANNOUNCED@6002xall"),
    "502": ("HTTP_502xall",),
    "another account": ("WRONG_ACCOUNTxall",),
    "too large": ("DRUID_QUERY_TIMED_OUTxall",),
}
KINDS = ["ks", "secret", "token"]


def canaried() -> Account:
    return replace(three_days(), admin_secret=SECRET, app_tokens=(DemoToken("1_token", TOKEN),))


@dataclass
class Watch:
    """All that was logged, and every session that was ever made."""

    log: io.StringIO = field(default_factory=io.StringIO)
    sessions: list[str] = field(default_factory=list)

    @property
    def secrets(self) -> list[str]:
        # The start of a session says which account it is of, which is no secret and is shown elsewhere.
        return [SECRET, TOKEN, *(ks[PIECE:] for ks in self.sessions)]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Logging at its most talkative, and a note of each session that the emulator makes."""
    seen = Watch()
    handler = logging.StreamHandler(seen.log)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    mint = AccountSessions.mint

    def noted(self, *arguments, **named):
        made = mint(self, *arguments, **named)
        seen.sessions.append(made[0])
        return made

    monkeypatch.setattr(AccountSessions, "mint", noted)
    yield seen
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_command_shows_and_writes_no_secret(fault: str, kind: str, watch: Watch, tmp_path: Path) -> None:
    with Emulator(canaried(), faults=FAULTS[fault]) as emulator:
        partner = {"KALTURA_PARTNER_ID": str(emulator.partner_id)}
        env = {
            "ks": {"KALTURA_KS": emulator.ready_ks()},
            "secret": {**partner, "KALTURA_ADMIN_SECRET": SECRET},
            "token": {**partner, "KALTURA_APP_TOKEN_ID": "1_token", "KALTURA_APP_TOKEN": TOKEN},
        }[kind]
        done = kaltura(*command(emulator.base, tmp_path / "out"), env=env)
    assert done.stderr
    shown = [done.stdout, done.stderr, watch.log.getvalue()]
    shown += [path.read_text(encoding="utf-8", errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    shown += [str(path) for path in tmp_path.rglob("*")]
    assert watch.sessions or fault == "refused secret"
    assert "Starting new HTTP connection" in watch.log.getvalue(), "or the loggers were not listened to"
    assert leaks("\n".join(shown), watch.secrets) == []


WRITTEN = "djJ8MTIzfA" + "xZ7-q_" * 20  # as a session looks
ODD = "an-app-token/of no-known_shape"


@pytest.mark.parametrize(
    ("secret", "options"),
    [
        *((SECRET, (option, SECRET)) for option in ("--secret", "--admin-secret", "--region", "--secrets", "--from")),
        (WRITTEN, ("--ks", WRITTEN)),
        (WRITTEN, (f"--ks={WRITTEN}",)),
        (ODD, ("--app-token", ODD)),
        (ODD, (f"--app-token={ODD}",)),
        (ODD, (ODD,)),
    ],
)
def test_a_secret_on_the_command_line_is_not_repeated(secret: str, options: tuple[str, ...], tmp_path: Path) -> None:
    done = kaltura("fetch", "--from", "2026-03-02", "--to", "2026-03-02", "--out", tmp_path / "out", *options)
    assert done.returncode == 2
    assert leaks(done.stdout + done.stderr, [secret]) == []
    option = options[0].partition("=")[0]
    assert option not in ("--secret", "--admin-secret", "--ks", "--app-token") or done.stderr.endswith(f": {option}\n")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_exception_and_no_dataset_holds_a_secret(fault: str, kind: str, watch: Watch) -> None:
    with Emulator(canaried(), faults=FAULTS[fault]) as emulator:
        credentials: Credentials = {
            "ks": lambda: ReadyKs(emulator.ready_ks()),
            "secret": lambda: AdminSecret(emulator.partner_id, SECRET),
            "token": lambda: AppToken(emulator.partner_id, "1_token", TOKEN),
        }[kind]()
        told = repr(credentials)
        with warnings.catch_warnings(record=True) as warned, suppress(AnalyticsError):
            try:
                ds = fetched(emulator, credentials).dataset
                told += repr((ds.provenance, ds.ledger, ds.problems, vars(ds)))
            except AnalyticsError as error:
                told += "".join(traceback.format_exception(error)) + repr(vars(error)) + behind(error)
                raise
        told += repr([str(one.message) for one in warned]) + watch.log.getvalue()
        assert all("ks=" not in call.name for call in emulator.requests)
    assert leaks(told, watch.secrets) == []


def behind(error: BaseException) -> str:
    """Every error that led to this one, with all that it holds."""
    told, one = [], error.__cause__ or error.__context__
    while one is not None:
        told.append(repr((one, one.args, vars(one))))
        one = one.__cause__ or one.__context__
    return "\n".join(told)


@pytest.mark.parametrize("disguise", sorted(disguises("a+b/c=d&CANARY-0123456789")))
def test_the_search_sees_through_every_disguise(disguise: str) -> None:
    assert leaks(f"ends {disguise[2:18]} here", ["a+b/c=d&CANARY-0123456789"])
    assert leaks("nothing of the kind is written here", ["a+b/c=d&CANARY-0123456789"]) == []
