"""Which files a viewer gets, also by force, and what the audit log says of fetches, uploads and files."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import polars as pl
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from kaltura.export.tables import BY_STEM
from tests.conftest import Server, open_page, settled
from tests.parts import PARTS, PLACES
from tests.trust.browser.provider import ACCESS, ADA, VICTOR, Enter, auth, sign_in
from tests.trust.browser.watching import SCALE, attendees_in, watch
from tests.ui.connecting import choose_account, fetch, fetched
from tests.ui.shown import choose, taken

pytestmark = pytest.mark.browser

ALL = "dates=All+dates"
PERSONAL = "people"


def offered(page: Page) -> set[str]:
    """The keys of the files that can be had on this page."""
    keys = page.get_by_test_id("stDownloadButton").evaluate_all(
        "buttons => buttons.map(b => [...b.closest('[class*=st-key-]').classList].find(c => c.startsWith('st-key-')))"
    )
    return {key.removeprefix("st-key-") for key in keys}


def readable(file: Path) -> str:
    """A file's text as latin-1, as `attendees_in` reads it."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file).with_columns(pl.all().cast(pl.String)).write_csv().encode().decode("latin-1")
    return file.read_bytes().decode("latin-1")


def test_a_viewer_cannot_turn_names_on_nor_take_files_from_the_pages(closed: Server, page: Page, enter: Enter) -> None:
    heard = watch(page)
    enter(VICTOR)
    for place in (place for place in PLACES if place != "/people"):
        open_page(page, closed, f"{place}?{ALL}&hide=false")
        for part in ("", *PARTS.get(place.lstrip("/"), ("", ()))[1]):
            if part:
                page.get_by_role("tab", name=part, exact=True).click()
                settled(page)
            expect(page.get_by_text("Names are hidden for viewers.")).to_be_visible()
            expect(page.get_by_text("Hide names")).to_have_count(0)
            assert offered(page) == set() or place == "/export", (place, part)
    assert attendees_in(heard.sent()) == set()


def test_a_viewer_gets_no_file_about_people(closed: Server, page: Page, enter: Enter, tmp_path: Path) -> None:
    enter(VICTOR)
    open_page(page, closed, f"/export?{ALL}")
    files = offered(page)
    assert {"export_sessions_csv", "export_breakouts_csv", "export_summary_html"} <= files
    assert not {key for key in files if "attendances" in key or key in ("export_rooms_xlsx", "export_rooms_zip")}
    for key in sorted(files):
        assert attendees_in(readable(taken(page, key.removeprefix("export_"), tmp_path))) == set(), key
    page.get_by_role("combobox", name="Table").click()
    tables = page.get_by_role("option").all_inner_texts()
    assert tables
    assert BY_STEM[PERSONAL].title not in tables


def test_an_analyst_gets_them(closed: Server, page: Page, enter: Enter, tmp_path: Path) -> None:
    enter(ADA)
    open_page(page, closed, f"/export?{ALL}")
    assert {"export_attendances_csv", "export_rooms_xlsx", "export_rooms_zip"} <= offered(page)
    assert attendees_in(readable(taken(page, "attendances_csv", tmp_path))), "else nothing is found at a viewer's"


def test_the_address_of_a_file_is_no_key_to_it(closed: Server, page: Page, enter: Enter, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    enter(ADA)
    open_page(page, closed, f"/export?{ALL}")
    taken(page, "attendances_csv", tmp_path)
    [address] = {url for url in asked if url.startswith(f"{closed.base}/media/")}
    assert page.request.get(address).ok, "with the cookie of whoever made it"
    for written in (address, f"{address}.svg", f"{address}?x=.svg", address.replace("/media/", "/%6dedia/")):
        with pytest.raises(HTTPError, match="403"):
            urlopen(written, timeout=10)


@pytest.mark.parametrize("name", ["x/y", "x/y.svg", "x/y.csv"])
def test_a_stranger_leaves_no_file_with_the_server(closed: Server, name: str) -> None:
    upload = Request(f"{closed.base}/_stcore/upload_file/{name}", b"a" * 100, method="PUT")
    with pytest.raises(HTTPError, match="403") as refused:
        urlopen(upload, timeout=10)
    assert refused.value.read() == b"Sign in first."


@pytest.mark.parametrize("how", ["--root-path", "base path"])
def test_the_door_is_shut_under_a_path_too(
    serve: Callable[..., Server], port: int, openid: str, page: Page, how: str
) -> None:
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
        page.goto(f"{base}/people")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("how", ["signs out", "becomes a viewer"])
def test_no_file_is_made_for_who_has_left_or_sees_less_now(
    closed: Server, serve: Callable[..., Server], port: int, openid: str, page: Page, how: str
) -> None:
    signing = f"demo_scale = {SCALE}\n{auth(openid, port)}"
    server = closed if how == "signs out" else serve(secrets=signing + ACCESS)
    exported = server.printed().count("audit export")
    sign_in(page, server.base, ADA, f"/export?{ALL}")
    expect(page.locator(".st-key-export_attendances_csv button")).to_be_visible()
    if how == "signs out":
        other = page.context.new_page()
        open_page(other, server, "/sessions")
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_role("heading", name="End Session")).to_be_visible()
        sign_in(other, server.base, VICTOR)
    else:
        lists = '[access]\nanalysts = []\nviewers = ["ada@example.edu"]\n'
        (server.log.parent / ".streamlit" / "secrets.toml").write_text(signing + lists, encoding="utf-8")
        page.wait_for_timeout(3000)  # Streamlit looks at its files now and then
    taken_files: list[str] = []
    page.on("download", lambda download: taken_files.append(download.url))
    page.locator(".st-key-export_attendances_csv button").click()
    page.wait_for_timeout(4000)
    assert taken_files == []
    assert server.printed().count("audit export") == exported


def test_a_viewer_who_forges_a_choice_gets_nothing_else(closed: Server, page: Page, enter: Enter) -> None:
    """The browser's own message is changed on its way: it asks for a table that was never offered."""
    forged: list[str] = []

    def forge(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def changed(message: str | bytes) -> None:
            back = BackMsg()
            if isinstance(message, bytes):
                back.ParseFromString(message)
                for widget in back.rerun_script.widget_states.widgets:
                    if "export_table" in widget.id:
                        forged.append(widget.string_value)
                        widget.string_value = BY_STEM[PERSONAL].title
                message = back.SerializeToString()
            server.send(message)

        route.on_message(changed)

    page.route_web_socket(re.compile("/_stcore/stream"), forge)
    enter(VICTOR)
    open_page(page, closed, f"/export?{ALL}")
    heard = watch(page)
    page.get_by_role("combobox", name="Table").click()
    page.get_by_role("option").nth(2).click()
    settled(page)
    assert forged
    assert not {key for key in offered(page) if PERSONAL in key}
    expect(page.get_by_text("It names people.")).to_have_count(0)
    assert BY_STEM[PERSONAL].about not in heard.sent()


def test_the_audit_log_says_who_fetched_uploaded_and_exported_what(
    closed: Server, page: Page, enter: Enter, tmp_path: Path
) -> None:
    enter(ADA)
    open_page(page, closed, "/connect")
    choose_account(page, "First account")
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_have_count(1)  # the form before is gone
    fetch(page)
    fetched(page)
    page.get_by_role("link", name="People", exact=True).click()
    settled(page)
    page.get_by_role("tab", name="Roster").click()
    roster = {"name": "class-list.csv", "mimeType": "text/csv", "buffer": b"user_id\nalfaquez.ann\nnobody\n"}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(roster)
    expect(page.get_by_text("On the roster", exact=True)).to_be_visible()
    page.get_by_role("link", name="Export", exact=True).click()
    settled(page)
    choose(page, "Dates", "All dates")
    file = taken(page, "attendances_csv", tmp_path)
    rows = pl.read_csv(file, infer_schema=False)
    assert rows.height == 60
    said = [line.split("audit ", 1)[1] for line in closed.printed().splitlines() if " audit " in line]
    ada = f"who={json.dumps(ADA['email'])}"
    # Fifteen sessions with four attendances each, and ten groups (tests/trust/browser/campus.py).
    fetches = [re.sub(r'host="127\.0\.0\.1:\d+"', 'host="here"', line) for line in said if line.startswith("fetch ")]
    assert fetches == [f'fetch {ada} what="live" account="44117733" host="here" rows={15 + 60 + 10}']
    assert f'upload {ada} what="roster" rows=2' in said
    assert f'export {ada} what="attendances.csv" rows=60' in said
    names = {*rows["user_id"], *rows["user_name"], *rows["user_email"], "class-list", "nobody"}
    assert not {name for name in names if name in "\n".join(said)}


def test_the_audit_log_says_that_files_were_read(closed: Server, page: Page, enter: Enter) -> None:
    enter(ADA)
    open_page(page, closed, "/connect")
    page.get_by_role("tab", name="Files").click()
    header = "entry_id,entry_name,parent_entry_id,cue_point_id,session_start_time,session_end_time,"
    header += "session_host_user_id,meeting_view_period_unique_users,meeting_engaged_play_time_ratio\n"
    body = (header + "1_a,Biology,,c1,1760000400,1760004000,ada,3,0.9\n").encode("utf-8-sig")
    upload = {"name": "Report_6000_77_x.csv", "mimeType": "text/csv", "buffer": body}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(upload)
    settled(page)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Files")
    assert f'fetch who={json.dumps(ADA["email"])} what="files" account="77" rows=1' in closed.printed()
