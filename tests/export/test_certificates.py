import base64
import hashlib
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from kaltura.export.certificates import certificates_html, certificates_stem
from kaltura.export.names import file_name
from kaltura.export.record import CERTIFICATE_CAVEAT
from kaltura.filters import Filters
from kaltura.metrics.certificates import certificates
from kaltura.metrics.pseudonyms import hide_names
from kaltura.metrics.rule import Rule
from kaltura.when import long_day
from tests.builders import attendance, dataset, room_session
from tests.metrics.class_cases import weekly_class

CLASS = {"ada": [60, 60, 60, 20], "bob": [60, None, None, None]}


def printed(ds: object = None, zone: str = "UTC") -> str:
    rows = certificates(ds or weekly_class(CLASS), Rule())  # type: ignore[arg-type]
    return certificates_html(rows, Rule(), 0.75, "all rooms · 2 Mar 2026", ZoneInfo(zone)).decode()


def test_those_who_qualify_get_a_page_each_with_rule_and_caveat() -> None:
    page = printed()
    assert page.count("<article>") == 1
    for said in (
        "Name of ada",
        "present in 3 of 4 sessions (75.0 %),<br>with 200 minutes in all the sessions joined",
        "from 2 March 2026 to 23 March 2026.",
        "<p>Issued by</p><p>Place, date</p><p>Signature</p>",
        "all rooms · 2 Mar 2026",
        "given from 75 % of the sessions on",
    ):
        assert said in page
    assert "Present from 75 % of the session&#x27;s length" in page
    assert CERTIFICATE_CAVEAT.replace("'", "&#x27;") in page
    assert "Name of bob" not in page


def test_one_certificate_is_named_by_its_person_and_room_and_several_by_no_person() -> None:
    ds = weekly_class({"ada@uni.example": [60], "bob": [60]})
    rows = certificates(ds, Rule())
    assert file_name(ds, certificates_stem(rows, ds.selection), "html") == "certificates_all-dates_UTC.html"
    one = certificates_stem(rows[rows["user_id"] != "bob"], ds.selection)
    assert file_name(ds, one, "html") == "certificate_ada-uni.example_r_all-dates_UTC.html"
    in_room = ds.select(Filters(rooms=("r",)))
    one = certificates_stem(certificates(in_room, Rule()).head(1), in_room.selection)
    assert file_name(in_room, one, "html") == "certificate_ada-uni.example_all-dates_UTC_r.html"
    hidden = hide_names(ds, b"key")
    one = certificates_stem(certificates(hidden, Rule()).head(1), hidden.selection)
    assert re.fullmatch(
        r"certificate_Person-[0-9A-F]{12}_r_names-hidden_all-dates_UTC.html", file_name(hidden, one, "html")
    )


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # never on one day
def test_the_day_of_printing_is_the_selections(zone: str) -> None:
    before, page, after = datetime.now(ZoneInfo(zone)), printed(zone=zone), datetime.now(ZoneInfo(zone))
    assert any(f"Printed on {long_day(day)}." in page for day in (before, after))


def test_the_policy_allows_the_files_own_style_and_nothing_else() -> None:
    page = printed()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"<script|style=|src=|href=|http:|https:", page)


def test_names_are_escaped() -> None:
    evil = "<script>alert(1)</script>"
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", entry_name=f"{evil}&\"'")],
        [attendance("m", "r", "ada", 60, 0.9, user_name=evil)],
    )
    page = printed(ds)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "&amp;&quot;&#x27;" in page


def test_without_a_name_the_id_stands_on_it() -> None:
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", entry_name=None)],
        [attendance("m", "r", "ada", 60, 0.9, user_name=None)],
    )
    assert "<p class='name'>ada</p>" in printed(ds)


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("landscape", [False, True])
def test_each_is_one_page_whatever_the_paper_and_the_name(
    browser: Browser, tmp_path: Path, paper: str, landscape: bool
) -> None:
    names = ["Ada", "Wolfgang-Amadeus von und zu Hohenlohe-Langenburg-Schillingsfürst", "W" * 400]
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", "2026-03-02 11:00", entry_name="A room " * 40)],
        [attendance("m", "r", name[:9], 60, 0.9, user_name=name) for name in names],
    )
    file = tmp_path / "certificates.html"
    file.write_text(printed(ds))
    page = browser.new_page()
    page.goto(file.as_uri())
    body = page.pdf(format=paper, landscape=landscape)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", body)) == len(names)
