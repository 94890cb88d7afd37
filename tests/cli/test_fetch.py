"""The headless fetch over real sockets: what is written, what is said, and the exit status."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaltura.api.credentials import AppToken
from kaltura.cli.fetch import _credentials
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account
from tests.cli.command import kaltura

TODAY = datetime.now(UTC).date()
FROM, TO = TODAY - timedelta(days=40), TODAY - timedelta(days=5)
FILES = ["attendances.csv", "breakouts.csv", "fetch.json", "sessions.csv"]


@pytest.fixture(scope="module")
def account():
    return demo_account(seed=3)


@pytest.fixture(scope="module")
def emulator(account):
    with Emulator(account) as running:
        yield running


def fetch(base: str, out: Path, env: dict[str, str], *more: object):
    return kaltura("fetch", "--from", FROM, "--to", TO, "--base-url", base, "--out", out, *more, env=env)


def ks(emulator: Emulator) -> dict[str, str]:
    return {"KALTURA_KS": emulator.ready_ks()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_fetch_writes_the_folder_and_its_account(emulator, tmp_path):
    out = tmp_path / "november"
    done = fetch(emulator.base, out, ks(emulator), "--tz", "Europe/Berlin")
    assert (done.returncode, done.stdout) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == FILES
    account = json.loads((out / "fetch.json").read_text(encoding="utf-8"))
    assert account["complete"] is True
    assert account["provenance"]["requested"]["zone"] == "Europe/Berlin"
    for entry in account["ledger"]:
        assert entry["balances"]
        assert entry["kept"] == len(rows(out / entry["file"])) > 0
    starts = [int(row["session_start_time"]) for row in rows(out / "sessions.csv")]
    assert datetime.fromtimestamp(min(starts), UTC).date() >= FROM - timedelta(days=1)
    assert datetime.fromtimestamp(max(starts), UTC).date() <= TO
    assert list(tmp_path.iterdir()) == [out], "nothing but the folder is left behind"


@pytest.mark.parametrize("way", ["secret", "token", "file"])
def test_every_kind_of_credentials_fetches_the_same(emulator, tmp_path, way):
    partner = {"KALTURA_PARTNER_ID": str(emulator.partner_id)}
    ways = {
        "secret": {**partner, "KALTURA_ADMIN_SECRET": emulator.admin_secret},
        "token": {**partner, "KALTURA_APP_TOKEN_ID": emulator.app_token_id, "KALTURA_APP_TOKEN": emulator.app_token},
        "file": {},
    }
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("\n".join(f'{name} = "{value}"' for name, value in ways["secret"].items()))
    more = ("--secrets", secrets) if way == "file" else ()
    plain, other = tmp_path / "plain", tmp_path / "other"
    assert fetch(emulator.base, plain, ks(emulator)).returncode == 0
    done = fetch(emulator.base, other, ways[way], *more)
    assert (done.returncode, done.stdout) == (0, "")
    for name in ("sessions.csv", "attendances.csv", "breakouts.csv"):
        assert sorted((plain / name).read_text().splitlines()) == sorted((other / name).read_text().splitlines())
    for secret in (emulator.admin_secret, emulator.app_token):
        assert secret not in done.stderr + (other / "fetch.json").read_text()


def test_filters_narrow_every_file(emulator, tmp_path):
    assert fetch(emulator.base, tmp_path / "all", ks(emulator)).returncode == 0
    held = rows(tmp_path / "all" / "breakouts.csv")
    room, person = held[0]["parent_entry_id"], ""
    assert fetch(emulator.base, tmp_path / "room", ks(emulator), "--rooms", room).returncode == 0
    kept = rows(tmp_path / "room" / "sessions.csv")
    assert kept
    assert {row["parent_entry_id"] or row["entry_id"] for row in kept} == {room}
    assert {row["parent_entry_id"] for row in rows(tmp_path / "room" / "breakouts.csv")} == {room}
    expected = [row for row in held if row["parent_entry_id"] == room]
    assert len(rows(tmp_path / "room" / "breakouts.csv")) == len(expected)

    person = next(row["user_id"] for row in rows(tmp_path / "room" / "attendances.csv") if row["user_id"])
    assert fetch(emulator.base, tmp_path / "person", ks(emulator), "--users", person).returncode == 0
    seen = rows(tmp_path / "person" / "attendances.csv")
    everywhere = [row for row in rows(tmp_path / "all" / "attendances.csv") if row["user_id"] == person]
    assert sorted(row["cue_point_id"] for row in seen) == sorted(row["cue_point_id"] for row in everywhere)
    assert {row["cue_point_id"] for row in rows(tmp_path / "person" / "sessions.csv")} <= {
        row["cue_point_id"] for row in seen
    }


def test_a_missing_report_is_said_and_the_others_are_written(account, tmp_path):
    with Emulator(account, faults=["REPORT_NOT_FOUND@6002xall"]) as emulator:
        done = fetch(emulator.base, tmp_path / "out", ks(emulator))
    assert done.returncode == 5
    assert "of breakouts" not in done.stderr, "0 of breakouts would say that there were none"
    said = json.loads((tmp_path / "out" / "fetch.json").read_text())
    session = said["provenance"]["failures"][0]["session_id"]
    assert session
    missing = next(line for line in done.stderr.splitlines() if line.startswith("Missing: Breakout sessions (6002). "))
    assert missing.endswith(f"(code REPORT_NOT_FOUND, Kaltura session {session})")
    assert said["complete"] is False
    assert [failure["report"] for failure in said["provenance"]["failures"]] == [6002]
    assert not (tmp_path / "out" / "breakouts.csv").exists(), "an empty file would say that there were none"
    assert rows(tmp_path / "out" / "attendances.csv")


@pytest.mark.parametrize(
    ("faults", "code", "words"),
    [
        (["EXPIREDxall"], 3, "expired"),
        (["SERVICE_FORBIDDENxall"], 3, "permi"),
        (["HTTP_502xall"], 4, "Kaltura"),
        (["REPORT_NOT_FOUNDxall"], 4, "report"),
    ],
)
def test_nothing_is_written_when_nothing_could_be_had(account, tmp_path, faults, code, words):
    with Emulator(account, faults=faults) as emulator:
        done = fetch(emulator.base, tmp_path / "out", ks(emulator))
    assert (done.returncode, list(tmp_path.iterdir())) == (code, [])
    assert words.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_a_failed_fetch_keeps_the_earlier_folder(emulator, account, tmp_path):
    out = tmp_path / "out"
    assert fetch(emulator.base, out, ks(emulator)).returncode == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with Emulator(account, faults=["HTTP_502xall"]) as broken:
        assert fetch(broken.base, out, ks(broken)).returncode == 4
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert fetch(emulator.base, out, ks(emulator)).returncode == 0
    assert sorted(path.name for path in out.iterdir()) == FILES


def test_a_fetch_that_lacks_a_report_keeps_the_folder_that_has_it(emulator, account, tmp_path):
    """A job that fetches a day again a day later must not end with less than it had."""
    out = tmp_path / "out"
    assert fetch(emulator.base, out, ks(emulator)).returncode == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with Emulator(account, faults=["HTTP_429@6001xall"]) as busy:
        done = fetch(busy.base, out, ks(busy))
    assert done.returncode == 4
    assert f"{out} was kept as it is, because it has what this fetch lacks. Attendees (6001): " in done.stderr
    assert "Written" not in done.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_lacked_the_report_too_is_replaced(emulator, account, tmp_path):
    out = tmp_path / "out"
    for _ in range(2):
        with Emulator(account, faults=["REPORT_NOT_FOUND@6002xall"]) as emulator_without:
            assert fetch(emulator_without.base, out, ks(emulator_without)).returncode == 5
    assert fetch(emulator.base, out, ks(emulator)).returncode == 0
    assert sorted(path.name for path in out.iterdir()) == FILES


@pytest.mark.parametrize(("ago", "provisional"), [(0, True), (1, True), (2, False)])
def test_days_that_kaltura_still_corrects_are_said_to_be_provisional(emulator, tmp_path, ago, provisional):
    """In UTC a day that ended yesterday may be over for less than 24 hours, one before it is over for longer."""
    last = datetime.now(UTC).date() - timedelta(days=ago)
    done = fetch(emulator.base, tmp_path / "out", ks(emulator), "--to", last)
    assert done.returncode == 0
    assert ("Note: The last 24 hours are provisional" in done.stderr) is provisional


BAD_COMMANDS = {
    "no credentials": ((), {}, 2, "KALTURA_KS"),
    "a secret as a session": ((), {"KALTURA_KS": "0123456789abcdef0123456789abcdef"}, 3, "secret"),
    "a cut session": ((), {"KALTURA_KS": "djJ8MTIzfA"}, 3, "session"),
    "an unknown zone": (("--tz", "Europe/Atlantis"), None, 2, "time zone"),
    "an ID with a semicolon": (("--rooms", "1_a;2"), None, 2, ";"),
    "a base without https": (("--base-url", "http://kaltura.example"), None, 2, "https"),
    "an unknown region": (("--region", "mars"), None, 2, "mars"),
    "reversed dates": (("--from", "2026-03-02", "--to", "2026-03-01"), None, 2, "reversed"),
    "a date that is none": (("--from", "2026-02-30"), None, 2, "2026-02-30"),
    "a future date": (("--from", "2099-01-01", "--to", "2099-01-02"), None, 2, "has not come yet"),
    "a secrets file that is none": (("--secrets", "/nowhere.toml"), None, 2, "/nowhere.toml"),
}


@pytest.mark.parametrize("case", BAD_COMMANDS)
def test_bad_input_gets_a_sentence(emulator, tmp_path, case):
    more, env, code, words = BAD_COMMANDS[case]
    base = () if {"--base-url", "--region"} & set(more) else ("--base-url", emulator.base)
    arguments = ("fetch", "--from", FROM, "--to", TO, *base, "--out", tmp_path / "out", *more)
    done = kaltura(*arguments, env=ks(emulator) if env is None else env)
    assert (done.returncode, list(tmp_path.iterdir())) == (code, []), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    for value in (env or {}).values():
        assert value not in done.stderr


def test_a_folder_with_other_files_is_left_alone(emulator, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    done = fetch(emulator.base, tmp_path, ks(emulator))
    assert done.returncode == 2
    assert "thesis.docx" in done.stderr
    assert (tmp_path / "thesis.docx").read_text() == "years of work"
    mine, folder = tmp_path / "mine", tmp_path / "folder"
    mine.mkdir()
    (mine / "sessions.csv").write_text("exported by hand, no fetch.json beside it")
    (folder / "attendances.csv").mkdir(parents=True)
    (folder / "fetch.json").write_text("{}")
    for place, name in ((mine, "sessions.csv"), (folder, "attendances.csv")):
        done = fetch(emulator.base, place, ks(emulator))
        assert (done.returncode, name in done.stderr) == (2, True)
        assert (place / name).exists()


def test_a_note_names_its_report(emulator, tmp_path):
    done = fetch(emulator.base, tmp_path / "out", ks(emulator))
    problems = json.loads((tmp_path / "out" / "fetch.json").read_text(encoding="utf-8"))["problems"]
    of_report = [problem for problem in problems if problem["report"] == 6000]
    assert of_report
    for problem in of_report:
        assert f"Note: Room sessions (6000): {problem['sentence']}" in done.stderr.splitlines()


def test_a_room_that_is_not_there_is_said_with_those_that_are(emulator, account, tmp_path):
    done = fetch(emulator.base, tmp_path / "out", ks(emulator), "--rooms", "nope")
    assert done.returncode == 0, "all that was asked for arrived: nothing"
    note = next(
        line for line in done.stderr.splitlines() if line.startswith("Note: No session was found of the room nope.")
    )
    problems = json.loads((tmp_path / "out" / "fetch.json").read_text(encoding="utf-8"))["problems"]
    assert note == f"Note: {problems[0]['sentence']}"
    assert account.rooms["entry_id"][0] in note


def test_a_secrets_file_may_say_how_a_token_was_made(tmp_path) -> None:
    file = tmp_path / "secrets.toml"
    lines = ("KALTURA_PARTNER_ID = 7", *(f'KALTURA_{key} = "x"' for key in ("APP_TOKEN_ID", "APP_TOKEN", "USER_ID")))
    file.write_text("\n".join((*lines, 'KALTURA_APP_TOKEN_HASH = "SHA256"', 'other = "y"')))
    assert _credentials(file) == AppToken(7, "x", "x", "SHA256", "x")
