import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config

from kaltura.api.credentials import AdminSecret, AppToken, ReadyKs
from kaltura.api.errors import UsageError
from kaltura.ui import settings
from kaltura.ui.dates import TERM_STARTS
from kaltura.ui.demo import demo

ROOT = Path(__file__).parents[2]
Write = Callable[[str], None]


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Write]:
    """Writes a secrets.toml and has Streamlit read it, as a server that starts does."""
    before, path = config.get_option("secrets.files"), tmp_path / "secrets.toml"

    def write(toml: str) -> None:
        path.write_text(toml, encoding="utf-8")
        config.set_option("secrets.files", [str(path)])
        st.secrets._reset()

    yield write
    config.set_option("secrets.files", before)
    st.secrets._reset()


def test_without_a_file_there_is_nothing_and_no_error() -> None:
    assert not st.secrets.load_if_toml_exists()
    assert settings.accounts() == {}
    assert settings.allowed_hosts() == frozenset()
    assert settings.term_starts() == TERM_STARTS


def test_each_kind_of_credentials(secrets: Write) -> None:
    secrets(
        f"""
        [accounts]
        a = {{title = "University", partner_id = 12, app_token_id = "t", app_token = "x", region = "eu"}}
        b = {{partner_id = "12", admin_secret = "{"0" * 32}", base = "https://k.example.edu"}}
        c = {{ks = "djJ8MTJ8abc"}}
        d = {{base = "https://k.example.edu"}}
        e = {{admin_secret = "{"0" * 32}"}}
        """
    )
    assert settings.accounts() == {"a": "University", "b": "b", "c": "c", "d": "d", "e": "e"}
    assert settings.account_credentials("a") == AppToken(12, "t", "x")
    assert settings.account_credentials("b") == AdminSecret(12, "0" * 32)
    assert settings.account_credentials("c") == ReadyKs("djJ8MTJ8abc")
    assert settings.account_place("a") == ("eu", None)
    assert settings.account_place("b") == (None, "https://k.example.edu")
    assert [settings.has_credentials(key) for key in "abcd"] == [True, True, True, False]
    assert settings.are_an_accounts(AppToken(12, "t", "x"))
    assert not settings.are_an_accounts(AppToken(12, "t", "y"))
    with pytest.raises(UsageError, match=r"no complete credentials\. Tell whoever runs this dashboard: Give it ks"):
        settings.account_credentials("e")
    with pytest.raises(UsageError, match="no account named"):
        settings.account_credentials("z")


@pytest.mark.parametrize(
    ("written", "starts"),
    [
        ('["08-31", "01-12"]', ((8, 31), (1, 12))),
        ('["04-31", "02-28"]', ((2, 28),)),
        ('["02-29"]', TERM_STARTS),  # not of every year
    ],
)
def test_a_term_begins_on_any_day_that_each_year_has(secrets: Write, written: str, starts: object) -> None:
    secrets(f"term_starts = {written}")
    assert settings.term_starts() == starts


def test_terms_and_hosts(secrets: Write) -> None:
    secrets('term_starts = ["10-01", "04-01", "13-01", "02-30", "soon", 3]\nallowed_hosts = ["K.Example.edu"]')
    assert settings.term_starts() == ((10, 1), (4, 1))
    assert settings.allowed_hosts() == frozenset({"k.example.edu"})


@pytest.mark.parametrize("written", ["3", "true", "{a = 1}", "[1, 2]"])
def test_an_entry_of_another_kind_lists_nothing(secrets: Write, written: str) -> None:
    secrets(f"term_starts = {written}\nallowed_hosts = {written}\nframed_by = {written}")
    assert (settings.term_starts(), settings.allowed_hosts(), settings.framed_by()) == (TERM_STARTS, frozenset(), ())


def test_one_text_is_a_list_of_one(secrets: Write) -> None:
    secrets('term_starts = "10-01"\nallowed_hosts = "k.example.edu"')
    assert (settings.term_starts(), settings.allowed_hosts()) == (((10, 1),), {"k.example.edu"})


def test_a_mistyped_account_is_said_or_left_out(secrets: Write) -> None:
    secrets('accounts = {text = "x", a = {partner_id = "12x", admin_secret = "0"}}')
    assert settings.accounts() == {"a": "a"}
    with pytest.raises(UsageError, match=r"partner_id of the account “a” .* is not a number"):
        settings.account_credentials("a")
    with pytest.raises(UsageError, match="no account named"):
        settings.account_credentials("text")


@pytest.mark.parametrize("written", ["true", "5", "['x']"])
def test_a_key_that_could_be_guessed_is_refused(secrets: Write, written: str) -> None:
    secrets(f"pseudonym_key = {written}")
    with pytest.raises(UsageError, match="no text"):
        settings.pseudonym_key()


def test_a_file_that_cannot_be_read_lets_nobody_in(secrets: Write) -> None:
    secrets("[access")
    with pytest.raises(UsageError, match="cannot be read"):
        settings.sign_in()


@pytest.mark.parametrize(
    ("written", "scale"),
    [("5", 5.0), ("0.5", 0.5), ("60", 60.0), ("61", 1.0), ("0", 1.0), ("-1", 1.0), ("true", 1.0), ("'5'", 1.0)],
)
def test_the_size_of_the_demo_is_a_number_within_reason(secrets: Write, written: str, scale: float) -> None:
    secrets(f"demo_scale = {written}")
    assert settings.demo_scale() == scale


def test_the_demo_is_as_large_as_the_operator_says(secrets: Write) -> None:
    secrets("demo_scale = 0.2")
    assert demo().dataset.attendances.collect().height < 8_000


def keys_of_the_example() -> set[str]:
    """Every key and section that secrets.example.toml shows, commented out or not."""
    text = (ROOT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")
    return {*re.findall(r"^#? ?(\w+) = ", text, re.MULTILINE), *re.findall(r"; (\w+) = true", text), *sections(text)}


def sections(text: str) -> set[str]:
    return {f"[{name.split('.')[0]}" for name in re.findall(r"^#? ?\[([\w.]+)\]$", text, re.MULTILINE)}


@pytest.mark.parametrize("key", sorted(keys_of_the_example()))
def test_every_secret_is_explained_where_deploying_is(key: str) -> None:
    text = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert re.search(rf"(`|^    ){re.escape(key)}( = |[`\].])", text, re.MULTILINE)


def test_the_example_shows_every_secret_that_is_read() -> None:
    code = (ROOT / "kaltura" / "ui" / "settings.py").read_text(encoding="utf-8")
    read = {*re.findall(r"_secrets\(\)\.get\(\"(\w+)\"", code), *re.findall(r"entry(?:\.get\(|\[)\"(\w+)\"", code)}
    sections_read = {f"[{name}" for name in re.findall(r"_mapping\(\"(\w+)\"", code)}
    assert len(read) > 5
    assert read | sections_read <= keys_of_the_example()


def test_only_https_origins_may_frame_the_dashboard(secrets: Write) -> None:
    secrets('framed_by = ["https://lms.example.edu", "https://*.example.org:8443", "http://a.example", "*", "x; y"]')
    assert settings.framed_by() == ("https://lms.example.edu", "https://*.example.org:8443")


def test_a_change_counts_at_once_also_after_a_file_that_could_not_be_read(secrets: Write, tmp_path: Path) -> None:
    secrets("demo_scale = 2")
    assert settings.demo_scale() == 2
    file = tmp_path / "secrets.toml"
    file.write_text("demo_scale =", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        settings.demo_scale()
    for scale in (3, 4):
        file.write_text(f"demo_scale = {scale}", encoding="utf-8")
        assert settings.demo_scale() == scale
    file.unlink()
    assert settings.demo_scale() == 1


def test_the_log_says_once_where_the_secrets_file_is_damaged(secrets: Write, caplog: pytest.LogCaptureFixture) -> None:
    """And nothing of what is in it."""

    def visit() -> None:
        with pytest.raises(UsageError, match="nobody is let in"):
            settings.sign_in()

    for _ in range(2):
        secrets('pseudonym_key = "a"\n[accounts.a]\nks = "djJ8MTJ8abc\ntitle = "A"')
        visit()
        visit()
        secrets("")
        assert settings.accounts() == {}
    secrets('pseudonym_key = "a')
    visit()
    said = [message for message in caplog.messages if "secrets.toml" in message]
    assert len(said) == 3, "once each time that it begins"
    assert said[0].endswith("secrets.toml is no TOML in line 3, so nobody is let in")
    assert said[2].endswith("secrets.toml is no TOML at its end, so nobody is let in")
