"""Which files a viewer gets, also by force, and what the audit log says of fetches, uploads and files."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from kaltura.export.tables import BY_STEM
from tests.conftest import Server, go, open_page, settled
from tests.guest import Guest, Tab
from tests.parts import PLACES, PLACES_OF_PARTS
from tests.trust.browser.provider import ACCESS, ADA, VICTOR, Enter, SignedIn, auth
from tests.trust.browser.watching import attendees_in
from tests.ui.connecting import choose_account, fetch, fetched
from tests.ui.shown import choose, taken

EXPORT = "/export?dates=All+dates"
PERSONAL = "people"


def readable(tab: Tab, who: Guest, key: str) -> str:
    """Export's file of this key, its text as latin-1, as `attendees_in` reads it."""
    body = who.get(tab.address_of(key)).content
    if key.endswith("parquet"):
        return (
            pl.read_parquet(BytesIO(body)).with_columns(pl.all().cast(pl.String)).write_csv().encode().decode("latin-1")
        )
    return body.decode("latin-1")


# Where People is, a viewer meets Overview, whatever list of it they ask for.
@pytest.mark.parametrize("address", [*PLACES, *(part for part in PLACES_OF_PARTS if not part.startswith("/people"))])
def test_a_viewer_cannot_turn_names_on_nor_take_files_from_the_pages(guest: SignedIn, address: str) -> None:
    asking = f"{address}{'&' if '?' in address else '?'}dates=All+dates&hide=false"
    with guest(VICTOR).at(asking) as tab:
        assert tab.shows("Names are hidden for viewers.")
        assert not tab.shows("Hide names")
        assert not tab.files or address == "/export"
        assert attendees_in(tab.sent()) == set()


def test_a_viewer_gets_no_file_about_people(guest: SignedIn) -> None:
    with guest(VICTOR).at(EXPORT) as tab:
        assert {"export_sessions_csv", "export_breakouts_csv", "export_summary_html"} <= tab.files.keys()
        assert not {
            key for key in tab.files if "attendances" in key or key in ("export_rooms_xlsx", "export_rooms_zip")
        }
        for key in sorted(tab.files):
            assert attendees_in(readable(tab, guest(VICTOR), key)) == set(), key
        _, tables = tab.widgets["Table"]
    assert tables
    assert BY_STEM[PERSONAL].title not in tables


def test_an_analyst_gets_them(guest: SignedIn) -> None:
    with guest(ADA).at(EXPORT) as tab:
        assert {"export_attendances_csv", "export_rooms_xlsx", "export_rooms_zip"} <= tab.files.keys()
        file = readable(tab, guest(ADA), "export_attendances_csv")
    assert attendees_in(file), "else nothing is found at a viewer's"


def test_the_address_of_a_file_is_no_key_to_it(closed: Server, guest: SignedIn) -> None:
    with guest(ADA).at(EXPORT) as tab:
        path = tab.address_of("export_attendances_csv")
        assert path.startswith("/media/")
        assert guest(ADA).get(path).ok, "with the cookie of whoever made it"
        for written in (path, f"{path}.svg", f"{path}?x=.svg", path.replace("/media/", "/%6dedia/")):
            with pytest.raises(HTTPError, match="403"):
                urlopen(f"{closed.base}{written}", timeout=10)


@pytest.mark.parametrize("name", ["x/y", "x/y.svg", "x/y.csv"])
def test_a_stranger_leaves_no_file_with_the_server(closed: Server, name: str) -> None:
    upload = Request(f"{closed.base}/_stcore/upload_file/{name}", b"a" * 100, method="PUT")
    with pytest.raises(HTTPError, match="403") as refused:
        urlopen(upload, timeout=10)
    assert refused.value.read() == b"Sign in first."


@pytest.mark.parametrize("how", ["--root-path", "base path"])
def test_the_door_is_shut_under_a_path_too(serve: Callable[..., Server], port: int, openid: str, how: str) -> None:
    secrets = auth(openid, port) + ACCESS
    if how == "base path":
        command: tuple[str, ...] = ("streamlit", "run", "app.py", "--server.baseUrlPath=rooms")
        base = serve(secrets=secrets, command=command, path="/rooms").base
    else:  # a proxy before it takes the path off
        command = ("uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port), "--root-path", "/rooms")
        base = serve(secrets=secrets, command=command).base
    for path in ("/media/abc.csv", "/media/abc.svg"):
        with pytest.raises(HTTPError, match="403"):
            urlopen(f"{base}{path}", timeout=10)
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(f"{base}/_stcore/upload_file/x/y.svg", b"a", method="PUT"), timeout=10)
    if how == "base path":
        with Guest(base).at("/people") as tab:
            assert [*tab.buttons] == ["Sign in"]


def test_no_file_is_made_for_who_has_signed_out_in_another_tab(closed: Server) -> None:
    ada = Guest(closed.base).sign_in(ADA)
    with ada.at(EXPORT) as tab, ada.at("/sessions") as other:
        assert tab.address_of("export_sessions_csv")
        exported = closed.printed().count("audit export")
        ada.get(other.press("Sign out"))
        ada.sign_in(VICTOR)
        assert tab.address_of("export_attendances_csv") == ""
    assert closed.printed().count("audit export") == exported


def test_no_file_is_made_for_who_sees_less_now(changing: Server, rewrite: Callable[..., None]) -> None:
    ada = Guest(changing.base).sign_in(ADA)
    with ada.at(EXPORT) as tab:
        assert tab.address_of("export_sessions_csv")
        exported = changing.printed().count("audit export")
        rewrite(access='[access]\nanalysts = []\nviewers = ["ada@example.edu"]\n')
        assert ada.is_shown("Names are hidden for viewers.")
        assert tab.address_of("export_attendances_csv") == ""
    assert changing.printed().count("audit export") == exported


def test_a_viewer_who_forges_a_choice_gets_nothing_else(guest: SignedIn) -> None:
    """A message of the browser's, changed on its way, asks for a table that was never offered."""
    for who, given in ((ADA, True), (VICTOR, False)):
        with guest(who).at(EXPORT) as tab:
            tab.choose_one("Table", BY_STEM[PERSONAL].title)
            assert (f"export_{PERSONAL}_csv" in tab.files) is given
            assert tab.shows("It names people.") is given
            assert tab.shows(BY_STEM[PERSONAL].about) is given


@pytest.mark.browser
def test_the_audit_log_says_who_fetched_uploaded_and_exported_what(
    closed: Server, page: Page, enter: Enter, tmp_path: Path
) -> None:
    enter(ADA)
    open_page(page, closed, "/connect")
    choose_account(page, "First account")
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_have_count(1)  # the form before is gone
    fetch(page)
    fetched(page)
    go(page, "People")
    page.get_by_role("tab", name="Roster").click()
    roster = {"name": "class-list.csv", "mimeType": "text/csv", "buffer": b"user_id\nalfaquez.ann\nnobody\n"}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(roster)
    expect(page.get_by_text("On the roster", exact=True)).to_be_visible()
    go(page, "Export")
    choose(page, "Dates", "All dates")
    rows = pl.read_csv(taken(page, "attendances_csv", tmp_path), infer_schema=False)
    assert rows.height == 60
    files_are_read(page)
    said = [line.split("audit ", 1)[1] for line in closed.printed().splitlines() if " audit " in line]
    ada = f"who={json.dumps(ADA['email'])}"
    # Fifteen sessions with four attendances each, and ten groups (tests/trust/browser/campus.py).
    fetches = [re.sub(r'host="127\.0\.0\.1:\d+"', 'host="here"', line) for line in said if line.startswith("fetch ")]
    assert fetches == [
        f'fetch {ada} what="live" account="44117733" host="here" rows={15 + 60 + 10}',
        f'fetch {ada} what="files" account="77" rows=1',
    ]
    assert f'upload {ada} what="roster" rows=2' in said
    assert f'export {ada} what="attendances.csv" rows=60' in said
    names = {*rows["user_id"], *rows["user_name"], *rows["user_email"], "class-list", "nobody"}
    assert not {name for name in names if name in "\n".join(said)}


def files_are_read(page: Page) -> None:
    go(page, "Connect")
    page.get_by_role("tab", name="Files").click()
    header = "entry_id,entry_name,parent_entry_id,cue_point_id,session_start_time,session_end_time,"
    header += "session_host_user_id,meeting_view_period_unique_users,meeting_engaged_play_time_ratio\n"
    body = (header + "1_a,Biology,,c1,1760000400,1760004000,ada,3,0.9\n").encode("utf-8-sig")
    upload = {"name": "Report_6000_77_x.csv", "mimeType": "text/csv", "buffer": body}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(upload)
    settled(page)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Files")
