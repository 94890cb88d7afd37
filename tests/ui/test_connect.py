import socket
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from kaltura.api.addresses import OPERATOR
from kaltura.api.credentials import AdminSecret
from kaltura.api.errors import AnalyticsError
from kaltura.api.exchange import CallLimits
from kaltura.demo.server import Emulator
from kaltura.export.csv import csv_bytes
from kaltura.filters import Filters
from kaltura.reports.columns import Report
from kaltura.ui import connect
from kaltura.ui.connect_form import Place
from tests.demo.small_account import small_account
from tests.ui.apps import app, said, small

CLOSED = ["REPORT_NOT_FOUND@6002xall"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # never on one day
def test_the_days_filled_in_end_today_in_the_zone_beside_them(zone: str) -> None:
    test = app()
    test.context = {"timezone": zone}
    before = datetime.now(ZoneInfo(zone)).date()
    test.run()
    test.switch_page("../../pages/connect.py").run()
    first, last = test.date_input(key="connect_dates").value
    assert last in {before, datetime.now(ZoneInfo(zone)).date()}
    assert last - first == timedelta(days=29)
    assert test.selectbox(key="connect_zone").value == zone


def test_a_host_that_the_operator_did_not_list_cannot_be_chosen() -> None:
    regions = app().run().switch_page("../../pages/connect.py").run().selectbox(key="connect_region").options
    assert any("Germany" in region for region in regions)
    assert not any("Another address" in region for region in regions)


def test_a_server_that_never_answers_does_not_hold_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "TEST_LIMITS", CallLimits(silence=0.3, call=0.6))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = Place(f"http://127.0.0.1:{silent.getsockname()[1]}", OPERATOR)
        began = time.monotonic()
        with pytest.raises(AnalyticsError):
            connect.test_connection(place, AdminSecret(4242, "0" * 32))
    assert time.monotonic() - began < 5


def _tries(base: str, partner: int, secret: str) -> None:
    from kaltura.api.addresses import OPERATOR
    from kaltura.api.credentials import AdminSecret
    from kaltura.ui.connect import test_connection
    from kaltura.ui.connect_form import Place

    test_connection(Place(base, OPERATOR), AdminSecret(partner, secret))


@pytest.mark.parametrize(("faults", "kind", "icon"), [([], "success", "check_circle"), (CLOSED, "warning", "warning")])
def test_a_test_that_finds_a_report_closed_bears_no_check_mark(faults: list[str], kind: str, icon: str) -> None:
    with Emulator(small_account(), faults=faults) as kaltura:
        asked = (kaltura.base, kaltura.partner_id, kaltura.admin_secret)
        test = AppTest.from_function(_tries, default_timeout=30, args=asked).run()
    assert not test.exception
    (shown,) = getattr(test, kind)
    assert shown.icon == f":material/{icon}:"
    assert shown.value.count("can be read.") == 3 - len(faults)


def test_reports_that_the_files_lack_are_said_where_they_were_read() -> None:
    test = app().run()
    test.switch_page("../../pages/connect.py").run()
    body = csv_bytes(small(), Report.ATTENDEES)
    test.file_uploader(key="connect_files").set_value([("cut.csv", body[: len(body) // 2], "text/csv")]).run()
    next(button for button in test.button if button.label == "Read the files").click().run()
    warnings = " ".join(warning.value for warning in test.warning)
    for missing in ("(6000) is there", "(6002) is there", "No line break at the end"):
        assert missing in warnings.replace("\\", "")


@pytest.mark.parametrize(("copies", "named"), [(10, 10), (11, 11), (14, 11)])
def test_of_many_files_that_were_not_used_ten_are_named(copies: int, named: int) -> None:
    test = app().run()
    test.switch_page("../../pages/connect.py").run()
    files = [(f"{report.name}.csv", csv_bytes(small(), report), "text/csv") for report in Report]
    files += [(f"copy {n}.csv", files[0][1], "text/csv") for n in range(copies)]
    test.file_uploader(key="connect_files").set_value(files).run()
    next(button for button in test.button if button.label == "Read the files").click().run()
    warnings = [warning.value.replace("\\", "") for warning in test.warning]
    shown = [warning for warning in warnings if warning.startswith(("copy", "Nor"))]
    assert len(shown) == named
    assert copies <= 10 or shown[-1].startswith(
        f"Nor {'was 1 more file' if copies == 11 else 'were 4 more files'} used"
    )


@pytest.mark.parametrize(
    ("reports", "named"),
    [
        ([Report.ROOM_SESSIONS], "Room sessions (6000): headings and no rows."),
        (list(Report)[:2], "Room sessions (6000) and Attendees (6001): headings and no rows."),
        (list(Report), "Room sessions (6000), Attendees (6001) and Breakout sessions (6002): headings and no rows."),
    ],
)
def test_files_of_headings_alone_are_recognised_and_sent_for_other_dates(reports: list[Report], named: str) -> None:
    test = app().run()
    test.switch_page("../../pages/connect.py").run()
    none = small().select(Filters(rooms=("nope",)))
    files = [(f"{report.name}.csv", csv_bytes(none, report), "text/csv") for report in reports]
    test.file_uploader(key="connect_files").set_value(files).run()
    next(button for button in test.button if button.label == "Read the files").click().run()
    words = said(test)
    assert f"No usable row is in these files. {named} Export them for dates that have sessions." in words
    assert "Export it too" not in words, "another report of the same dates would be as empty"
