"""Credentials of the environment: which are used, and what is said and returned when a part is missing."""

from pathlib import Path

import pytest

from kaltura.demo.server import Emulator
from tests.cli.command import kaltura
from tests.cli.test_process import command
from tests.trust.three_days import three_days

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("env", "code", "words"),
    [
        ({}, 2, "No credentials"),
        ({"KALTURA_PARTNER_ID": "12"}, 2, "Set KALTURA_ADMIN_SECRET, or KALTURA_APP_TOKEN_ID and KALTURA_APP_TOKEN."),
        ({"KALTURA_PARTNER_ID": "x", "KALTURA_ADMIN_SECRET": SECRET}, 2, "KALTURA_PARTNER_ID is not a number"),
        (
            {"KALTURA_PARTNER_ID": "12", "KALTURA_APP_TOKEN_ID": "1_t", "KALTURA_APP_TOKEN": ""},
            2,
            "KALTURA_APP_TOKEN is missing or empty",
        ),
        ({"KALTURA_KS": SECRET}, 3, "This is not a session (KS)"),
    ],
)
def test_a_part_that_is_missing_is_named(env: dict[str, str], code: int, words: str, tmp_path: Path) -> None:
    done = kaltura(*command("http://127.0.0.1:9", tmp_path / "out"), env=env)
    assert done.returncode == code, done.stderr
    assert words in done.stderr


def test_a_session_is_used_before_the_others_and_that_is_said(tmp_path: Path) -> None:
    with Emulator(three_days()) as emulator:
        env = {"KALTURA_KS": emulator.ready_ks(), "KALTURA_PARTNER_ID": "12", "KALTURA_ADMIN_SECRET": SECRET}
        done = kaltura(*command(emulator.base, tmp_path / "out"), env=env)
        made = emulator.calls(name="session.start")
    assert (done.returncode, made) == (0, 0)
    assert done.stderr.startswith("kaltura: KALTURA_KS is used; KALTURA_ADMIN_SECRET beside it is not.\n")


def test_a_secret_in_a_session_s_place_is_used_as_a_secret_and_that_is_said(tmp_path: Path) -> None:
    account = three_days()
    with Emulator(account) as emulator:
        env = {"KALTURA_KS": account.admin_secret, "KALTURA_PARTNER_ID": str(account.partner_id)}
        done = kaltura(*command(emulator.base, tmp_path / "out"), env=env)
    assert done.returncode == 0
    assert done.stderr.startswith("kaltura: KALTURA_KS holds the account's secret, not a session.")
    assert account.admin_secret not in done.stderr


def test_an_app_token_is_used_before_the_secret_and_that_is_said(tmp_path: Path) -> None:
    with Emulator(three_days()) as emulator:
        token = {"KALTURA_APP_TOKEN_ID": emulator.app_token_id, "KALTURA_APP_TOKEN": emulator.app_token}
        env = {**token, "KALTURA_PARTNER_ID": str(emulator.partner_id), "KALTURA_ADMIN_SECRET": SECRET}
        done = kaltura(*command(emulator.base, tmp_path / "out"), env=env)
    assert done.returncode == 0
    assert "KALTURA_APP_TOKEN_ID is used; KALTURA_ADMIN_SECRET beside it is not." in done.stderr


@pytest.mark.parametrize("blank", ["KALTURA_KS", "KALTURA_APP_TOKEN_ID"])
def test_a_blank_is_nothing_that_could_be_used(blank: str, tmp_path: Path) -> None:
    account = three_days()
    with Emulator(account) as emulator:
        env = {blank: " ", "KALTURA_PARTNER_ID": str(account.partner_id), "KALTURA_ADMIN_SECRET": account.admin_secret}
        done = kaltura(*command(emulator.base, tmp_path / "out"), env=env)
    assert done.returncode == 0
    assert not done.stderr.startswith("kaltura:")
