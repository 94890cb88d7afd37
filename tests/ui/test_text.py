from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kaltura.ui.text import JOINER, count, local_moment, minutes, one_after_another, percent, plain, plural


def test_plain_takes_the_meaning_from_every_mark() -> None:
    assert plain("![](mailto:x)") == r"\!\[\]\(mailto\:x\)"
    assert plain("$x$ :red[a] <b>") == r"\$x\$ \:red\[a\] \<b\>"
    assert plain("two\nlines\u2028and\tmore") == "two lines and more"
    assert plain("Zoë 你好 🎓") == "Zoë 你好 🎓"


def test_plain_leaves_no_address_that_markdown_would_make_a_link_of() -> None:
    for address in ("http://x.example/a", "HTTPS://x.example", "www.x.example", "WWW.x.example"):
        assert address not in plain(address).replace("\\", "")
        assert plain(address).replace("\\", "").replace(JOINER, "") == address


def test_names_one_after_another() -> None:
    said = [one_after_another(["rooms", "events", "user types"][:number]) for number in range(4)]
    assert said == ["", "rooms", "rooms and events", "rooms, events and user types"]


def test_plain_keeps_a_number_and_its_unit_on_one_line() -> None:
    assert plain(percent(0.5)) == "50\\.0\u00a0\\%"


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_a_missing_number_is_a_dash(missing: float | None) -> None:
    assert {count(missing), minutes(missing), percent(missing)} == {"–"}


def test_numbers_carry_their_units() -> None:
    assert count(1234) == "1,234"
    assert minutes(47.25) == "47.2 min"
    assert minutes(12345.6) == "12,346 min"
    assert percent(0.905) == "90.5\u00a0%"
    assert plural(1, "room") == "1 room"
    assert plural(1204, "room") == "1,204 rooms"
    assert plural(2, "entry", "entries") == "2 entries"


def test_a_moment_is_local() -> None:
    when = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    assert local_moment(when, ZoneInfo("Europe/Berlin")) == "Tue 3 Nov 2026, 00:30"
    assert local_moment(None, ZoneInfo("UTC")) == "–"
