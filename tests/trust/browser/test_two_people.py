"""Two people with two accounts on one server, the same filters and dates: nothing of one ever reaches the other."""

import io
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from kaltura.demo.server import Emulator
from kaltura.ui.navigation import PAGES
from tests.conftest import ROOT, Server, go, open_page, settled
from tests.parts import PARTS
from tests.trust.browser.campus import ALFA, BRAVO
from tests.trust.browser.conftest import named
from tests.trust.browser.watching import watch
from tests.trust.canaries import leaks
from tests.ui.connecting import choose_account, fetch, fetched
from tests.ui.shown import choose, taken

pytestmark = pytest.mark.browser

FILES = (
    *("sessions_csv", "attendances_csv", "attendances_parquet", "breakouts_csv"),
    *("rooms_xlsx", "rooms_zip", "summary_html"),
)
PARTNERS = {ALFA: "44117733", BRAVO: "55228844"}


def connected(page: Page, server: Server, account: str) -> None:
    open_page(page, server, "/connect")
    connect(page, account)


def connect(page: Page, account: str) -> None:
    choose_account(page, account)
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_have_count(1)  # the form before is gone
    fetch(page)
    fetched(page)


def inside(file: Path) -> str:
    """All text of a file, of its name, and of what is packed in it."""
    if file.suffix == ".parquet":
        return file.name + pl.read_parquet(file).with_columns(pl.all().cast(pl.String)).write_csv()
    body = file.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return file.name + body.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return file.name + "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_nothing_of_one_reaches_the_other(
    shared: Server, page: Page, another_page: Page, alfa: Emulator, bravo: Emulator, tmp_path: Path
) -> None:
    people = ((page, ALFA, BRAVO, "First account"), (another_page, BRAVO, ALFA, "Second account"))
    watched = [watch(page), watch(another_page)]
    for tab, _, _, account in people:
        connected(tab, shared, account)
    for info in PAGES[:-1]:  # turn by turn, so that whatever one leaves behind is there when the other comes
        for tab, *_ in people:
            go(tab, info.title)
            if info is PAGES[0]:
                choose(tab, "Dates", "All dates")  # the same selection for both
            for part in PARTS.get(info.address, ("", ()))[1]:
                tab.get_by_role("tab", name=part).click()
                settled(tab)
    for tab, own, *_ in people:
        choose(tab, "Room", f"{own} hall")
        tab.wait_for_url(lambda url: "room=" in url)  # it is written there a moment after the page
    addresses = [tab.url for tab, *_ in people]
    files = {own: [inside(taken(tab, key, tmp_path)) for key in FILES] for tab, own, *_ in people}
    for (_, own, foreign, _), heard, address in zip(people, watched, addresses, strict=True):
        received = heard.sent()
        assert own in received
        assert f"room=1_{own.lower()}" in address
        for mark in (foreign, foreign.lower(), PARTNERS[foreign]):
            assert mark not in "".join(f"{text}\n" for text in [*heard.addresses, *map(str, files[own])])
        assert foreign not in received
        assert foreign.lower() not in received
        assert leaks(received, [alfa.admin_secret, bravo.admin_secret]) == []
        assert all(own in text for text in files[own])
    assert leaks(shared.printed(), [alfa.admin_secret, bravo.admin_secret]) == []
    media = f"{shared.base}/media/"
    taken_from = [{url for url in heard.addresses if url.startswith(media)} for heard in watched]
    assert all(taken_from)
    assert taken_from[0].isdisjoint(taken_from[1])


def test_an_address_carries_a_selection_and_no_data(shared: Server, page: Page, another_page: Page) -> None:
    """Whoever is sent a link has to connect; neither the other's data nor the demo's numbers are in its place."""
    connected(page, shared, "First account")
    go(page, "Sessions")
    choose(page, "Dates", "All dates")
    choose(page, "Room", f"{ALFA} hall")
    heard = watch(another_page)
    open_page(another_page, shared, page.url.removeprefix(shared.base))
    expect(another_page.get_by_text("The account's data is not here any more.")).to_be_visible()
    expect(another_page.get_by_test_id("stMetric")).to_have_count(0)
    received = heard.sent()
    assert "44117733" not in received
    assert ALFA not in received
    assert f"{ALFA.lower()}.ann" not in received
    go(another_page, "Connect")
    connect(another_page, "Second account")
    go(another_page, "Sessions")
    expect(another_page.get_by_test_id("stSidebar")).to_contain_text("55228844")


def test_what_was_fetched_is_written_nowhere(serve: Callable[..., Server], page: Page, alfa: Emulator) -> None:
    """Not in the home of whoever runs the server, in its own folder or where temporary files go."""
    began = time.time()
    server = serve(secrets=named("first", "First account", alfa))
    connected(page, server, "First account")
    for title in ("People", "Export"):
        go(page, title)
    taken(page, "attendances_csv", server.log.parent / "taken")
    places = (server.log.parent, ROOT, Path(tempfile.gettempdir()))
    written = [
        path
        for place in places
        for path in place.glob("**/*" if place == server.log.parent else "*")
        if path.is_file() and path.parent.name != "taken" and path.stat().st_mtime >= began
    ]
    assert server.log in written
    assert [path for path in written if f"{ALFA.lower()}.".encode() in path.read_bytes()] == []
