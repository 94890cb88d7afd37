from dataclasses import replace

import pandas as pd
import pytest

from kaltura.charts import quality as charts
from kaltura.charts import theme
from kaltura.dataset import Dataset, Window
from kaltura.metrics import quality
from kaltura.metrics.estimates import Agreement, estimate_points
from kaltura.reports.columns import Report
from kaltura.reports.problems import LedgerEntry
from tests.builders import attendance, dataset, room_session, unix

LINK = '<a href="http://x">$x$</a>'


def one(**more: object) -> Dataset:
    return dataset(
        [
            room_session(
                "m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00", entry_name=LINK, meeting_view_period_unique_users=3
            )
        ],
        [attendance("m1", "r1", "a", 60, 0.9), attendance("m1", "r1", "b", 60, None)],
        **more,  # type: ignore[arg-type]
    )


def ledger(*entries: LedgerEntry) -> pd.DataFrame:
    return quality.ledger_table(replace(one(), ledger=entries))


def test_the_parts_of_a_report_add_up_to_all_it_received() -> None:
    table = ledger(LedgerEntry(Report.ATTENDEES, 10, 6, 1, 1, {"<b>no session": 2}))
    figure = charts.ledger_chart(table)
    assert [bar.name for bar in figure.data] == ["Kept", "Merged", "Outside", "Set aside"]
    assert [bar.x[0] for bar in figure.data] == [0.6, 0.1, 0.1, 0.2]
    assert figure.data[0].hovertext[0].startswith("Attendees: 6 rows kept of 10 received (60.0")
    assert "&lt;b&gt;no session: 2" in figure.data[3].hovertext[0]
    assert charts.alt_ledger(table).startswith("Every row is accounted for: of 10 rows received, 6 were kept")


def test_a_ledger_that_does_not_add_up_is_said() -> None:
    assert charts.alt_ledger(ledger(LedgerEntry(Report.ATTENDEES, 10, 6))).startswith("Not every row")


def test_no_rows_at_all() -> None:
    assert not charts.ledger_chart(ledger()).data
    assert charts.alt_ledger(ledger()) == "No rows were received."
    assert not charts.coverage_chart(quality.coverage_table(dataset())).data
    assert "nothing in this selection" in charts.alt_coverage(quality.coverage_table(dataset()))
    assert not charts.estimates_chart(estimate_points(dataset())).data
    assert not charts.windows_chart(quality.windows_table(dataset())).data
    assert charts.alt_windows(quality.windows_table(dataset())) == "No windows were asked for."


def test_coverage_names_what_is_known_least() -> None:
    table = quality.coverage_table(one())
    figure = charts.coverage_chart(table)
    shown = dict(zip(figure.data[0].y, figure.data[0].x, strict=True))
    assert shown["Attendances with an engagement ratio"] == 0.5
    assert "Breakouts with attendees" not in shown, "there are none"
    assert "Main sessions with attendees: 1 of 1." in figure.data[0].hovertext
    assert charts.alt_coverage(table).startswith("Known least: attendances with an e-mail, 0 of 2")


def test_a_point_says_its_session_and_opens_it() -> None:
    figure = charts.estimates_chart(estimate_points(one()))
    line, points = figure.data
    assert (list(line.x), list(line.y)) == ([0, 3], [0, 3])
    assert (list(points.x), list(points.y), points.name) == ([2], [3], "Main sessions")
    assert points.customdata[0][0] == "m1"
    assert points.hovertext[0].startswith("&lt;a href=")
    assert "&#36;x&#36;" in points.hovertext[0]
    assert points.hovertext[0].endswith("2 people counted, Kaltura estimated 3.")


def test_agreement_in_words() -> None:
    said = charts.alt_estimates(Agreement(sessions=4, same=3, error=1 / 7, with_anonymous=1))
    assert said.startswith("In 3 of 4 sessions without anonymous viewers the estimate is the exact count")
    assert "14.3" in said
    assert charts.alt_estimates(Agreement(0, 0, None, 0)).startswith("No session has both")


def windows(*outcomes: str) -> pd.DataFrame:
    start, end = unix("2026-03-01 23:00"), unix("2026-03-03 00:00")
    made = tuple(Window(Report.ATTENDEES, start, end, 4, outcome) for outcome in outcomes)
    ds = one(zone="Europe/Berlin")
    return quality.windows_table(replace(ds, provenance=replace(ds.provenance, windows=made)))


def test_a_window_is_drawn_on_the_local_clock() -> None:
    figure = charts.windows_chart(windows("kept", "too large, asked again in halves"))
    kept, again = figure.data
    assert kept.base[0] == "2026-03-02 00:00"
    assert kept.x[0] == 25 * 3600 * 1000
    assert kept.y[0] == "Attendees: kept"
    assert kept.hovertext[0] == "Attendees, 2 Mar 2026 00:00 to 3 Mar 2026 01:00:<br>4 rows, kept."
    assert kept.marker.color != again.marker.color
    assert charts.alt_windows(windows("kept", "too large, asked again in halves")) == (
        "2 windows for the time from 2 Mar 2026 to 3 Mar 2026; 1 had to be asked again in parts."
    )


@pytest.mark.parametrize(
    ("outcome", "colour"),
    [
        ("kept", theme.MAIN),
        ("read for an event", theme.DISENGAGED),
        ("too large, asked again in halves", theme.DISENGAGED),
        ("too large for one hour", theme.ALERT),
        ("REPORT_NOT_FOUND", theme.ALERT),
        ("failed", theme.ALERT),
    ],
)
def test_a_window_that_failed_is_red_and_one_asked_for_again_is_not(outcome: str, colour: str) -> None:
    assert charts.windows_chart(windows(outcome)).data[0].marker.color == colour


def test_no_more_windows_are_drawn_than_a_browser_likes() -> None:
    figure = charts.windows_chart(windows(*["kept"] * (charts.MOST_WINDOWS + 500)))
    assert sum(len(bar.base) for bar in figure.data) == charts.MOST_WINDOWS
