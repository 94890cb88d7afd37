"""Two people with two accounts on one server, the same filters and dates: nothing of one ever reaches the other."""

import io
import tempfile
import time
import zipfile
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from kaltura.demo.server import Emulator
from tests.conftest import ROOT, Server, go, open_page
from tests.guest import Guest
from tests.parts import PLACES, PLACES_OF_PARTS
from tests.trust.browser.campus import ALFA, BRAVO
from tests.trust.browser.watching import watch
from tests.trust.canaries import leaks
from tests.ui.connecting import choose_account, fetch, fetched
from tests.ui.shown import choose, taken

PARTNERS = {ALFA: "44117733", BRAVO: "55228844"}


def connected(page: Page, server: Server, account: str) -> None:
    open_page(page, server, "/connect")
    choose_account(page, account)
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_have_count(1)  # the form before is gone
    fetch(page)
    fetched(page)


def inside(body: bytes) -> str:
    """All text of a file and of what is packed in it."""
    if body.startswith(b"PAR1"):
        return pl.read_parquet(io.BytesIO(body)).with_columns(pl.all().cast(pl.String)).write_csv()
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.browser
def test_nothing_of_one_reaches_the_other(
    shared: Server, page: Page, another_page: Page, alfa: Emulator, bravo: Emulator, tmp_path: Path
) -> None:
    people = ((page, ALFA, BRAVO, "First account"), (another_page, BRAVO, ALFA, "Second account"))
    watched = [watch(page), watch(another_page)]
    for tab, _, _, account in people:
        connected(tab, shared, account)
    for title in ("Overview", "People"):  # turn by turn, so that what one leaves behind is there when the other comes
        for tab, *_ in people:
            go(tab, title)
            if title == "Overview":
                choose(tab, "Dates", "All dates")  # the same selection for both
    for tab, own, *_ in people:
        go(tab, "Export")
        choose(tab, "Room", f"{own} hall")
        tab.wait_for_url(lambda url: "room=" in url)  # it is written there a moment after the page
    addresses = [tab.url for tab, *_ in people]
    files = {own: taken(tab, "attendances_csv", tmp_path) for tab, own, *_ in people}
    for (_, own, foreign, _), heard, address in zip(people, watched, addresses, strict=True):
        received = heard.sent()
        assert parse_qs(urlsplit(address).query) == {
            "dates": ["All dates"], "room": [f"1_{own.lower()}"], "source": ["live"], "zone": ["Europe/Berlin"],
        }  # fmt: skip
        assert_own(own, foreign, received)
        file = files[own].name + inside(files[own].read_bytes())
        assert own in file
        for mark in (foreign, foreign.lower(), PARTNERS[foreign]):
            assert mark not in "\n".join([*heard.addresses, file])
        assert leaks(received, [alfa.admin_secret, bravo.admin_secret]) == []
    assert leaks(shared.printed(), [alfa.admin_secret, bravo.admin_secret]) == []
    media = f"{shared.base}/media/"
    taken_from = [{url for url in heard.addresses if url.startswith(media)} for heard in watched]
    assert all(taken_from)
    assert taken_from[0].isdisjoint(taken_from[1])


def assert_own(own: str, foreign: str, received: str) -> None:
    assert own in received
    assert foreign not in received
    assert foreign.lower() not in received


def test_nothing_of_one_reaches_the_other_on_any_page(shared: Server, alfa: Emulator, bravo: Emulator) -> None:
    """Turn by turn, by the page's own protocol: every page, each of its parts and files, under the same dates."""
    guest = Guest(shared.base)
    with guest.at("/connect") as one, guest.at("/connect") as other:
        people = ((one, ALFA, BRAVO, "First account"), (other, BRAVO, ALFA, "Second account"))
        for tab, _, _, account in people:
            tab.connect(account)
        for address, (tab, own, foreign, _) in product((*PLACES, *PLACES_OF_PARTS), people):
            tab.frames.clear()
            tab.go(f"{address}{'&' if '?' in address else '?'}source=live&dates=All+dates")
            assert_own(own, foreign, tab.sent())
            for key in tab.files:
                file = guest.get(tab.address_of(key))
                assert_own(own, foreign, f"{file.headers} {inside(file.content)}")
            assert leaks(tab.sent(), [alfa.admin_secret, bravo.admin_secret]) == []


def test_an_address_carries_a_selection_and_no_data(shared: Server) -> None:
    """Whoever is sent a link has to connect; neither the other's data nor the demo's numbers are in its place."""
    address = f"/sessions?source=live&dates=All+dates&room=1_{ALFA.lower()}"
    with Guest(shared.base).at("/connect") as tab:
        tab.connect("First account")
        tab.go(address)
        assert tab.shows(f"{ALFA} hall")
        with Guest(shared.base).at(address) as stranger:
            assert stranger.shows("The account's data is not here any more.")
            received = stranger.sent()
    for mark in ("44117733", ALFA, f"{ALFA.lower()}.ann", "Unique attendees"):
        assert mark not in received


def test_what_was_fetched_is_written_nowhere(shared: Server) -> None:
    """Not in the home of whoever runs the server, in its own folder or where temporary files go."""
    began = time.time()
    visitor = Guest(shared.base)
    with visitor.at("/connect") as tab:
        tab.connect("First account")
        for address in ("/people", "/export"):
            tab.go(f"{address}?source=live&dates=All+dates")
        file = visitor.get(tab.address_of("export_attendances_csv")).text
    assert f"{ALFA.lower()}." in file
    places = (shared.log.parent, ROOT, Path(tempfile.gettempdir()))
    written = [
        path
        for place in places
        for path in place.glob("**/*" if place == shared.log.parent else "*")
        if path.is_file() and path.stat().st_mtime >= began
    ]
    assert shared.log in written
    assert [path for path in written if f"{ALFA.lower()}.".encode() in path.read_bytes()] == []
