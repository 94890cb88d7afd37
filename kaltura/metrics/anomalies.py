"""What needs a look: a short list, each entry with its reason and the place to go."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.fetch.rows import CUT, INCOMPLETE, NOT_ASKED, READ_ONLY, TIMELESS
from kaltura.metrics.breakout_groups import OVER_FULL, breakout_groups
from kaltura.metrics.quality import running_sessions
from kaltura.metrics.room_anomalies import fallen_and_unusual
from kaltura.metrics.sessions import main_sessions
from kaltura.plural import plural
from kaltura.reports.columns import Report
from kaltura.when import day
from kaltura.written import percent, short_percent

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")

LEFT_OPEN_HOURS = 12.0
WITHOUT_ATTENDEES = 0.1  # part of the main sessions
SET_ASIDE = 0.01  # part of a report's rows
HALVED = 0.5  # a fall that grave is marked so
_ARROWS = {True: "↑", False: "↓"}
# Rows set aside because of how we asked are no trouble; those of a failed report are said with its failure.
ROUTINE = frozenset({CUT, INCOMPLETE, NOT_ASKED, TIMELESS, *READ_ONLY.values()})


@dataclass(frozen=True)
class Anomaly:
    """One thing to look at.

    kind: a stable word, also the key of its definition where it has one. severity: of SEVERITIES.
    sentence: what and why, with the figures; it may hold room names, which are untrusted text.
    page: address of the page that shows more, e.g. "sessions". room_id, cue_point_ids: what to show there.
    about, brief: on one line, what it is about and its figure, where the sentence has both: "Biology 101" and
    "27.5 → 8 people ↓ 70.9 %"; else "".
    """

    kind: str
    severity: Severity
    sentence: str
    page: str
    room_id: str | None = None
    cue_point_ids: tuple[str, ...] = field(default=())
    about: str = ""
    brief: str = ""


def needs_a_look(ds: Dataset, past: Dataset | None = None) -> tuple[Anomaly, ...]:
    """Everything in the selection that needs a look, the gravest first; empty when all is as usual.

    past: the same selection over more dates, up to its end, so that a short one has something usual to be
    measured against; rooms and sessions that are not in `ds` are not named. Those furthest from their usual come first.
    """
    main = main_sessions(ds)
    found = [
        *_failed_reports(ds),
        *_ledger(ds),
        *_rooms(main, past or ds),
        *_without_attendees(ds, main),
        *_left_open(ds),
        *_breakouts(ds),
        *_problems(ds),
    ]
    return tuple(sorted(found, key=lambda anomaly: SEVERITIES.index(anomaly.severity)))


def _failed_reports(ds: Dataset) -> Iterator[Anomaly]:
    for failure in ds.provenance.failures:
        sentence = f"{failure.report.named} is missing. {failure.in_full}"
        yield Anomaly("report_failed", "high", sentence, "data-quality")


def _ledger(ds: Dataset) -> Iterator[Anomaly]:
    for entry in ds.ledger:
        if not entry.balances:
            sentence = f"{entry.report.title}: not every one of the {entry.received:,} rows received is accounted for."
            yield Anomaly("ledger", "high", sentence, "data-quality")
        aside = sum(count for reason, count in entry.set_aside.items() if reason not in ROUTINE)
        if aside:
            share = aside / entry.received if entry.received else 1.0
            of = f"{aside:,} of all {entry.received:,} rows received ({percent(share)})"
            sentence = f"{entry.report.title}: {of} were set aside."
            yield Anomaly("set_aside", "medium" if share >= SET_ASIDE else "low", sentence, "data-quality")


def _problems(ds: Dataset) -> Iterator[Anomaly]:
    if ds.problems:
        most = max(ds.problems, key=lambda problem: problem.count)
        more = f", and {len(ds.problems) - 1} more" if len(ds.problems) > 1 else ""
        yield Anomaly(
            "problems", "low", f"Noted while reading all of the data: {most.named.rstrip('.')}{more}.", "data-quality"
        )


def _rooms(main: pd.DataFrame, past: Dataset) -> Iterator[Anomaly]:
    fell, unusual = fallen_and_unusual(past)
    for fall in fell[fell["room_id"].isin(main["room_id"])].to_dict("records"):
        yield Anomaly(
            "room_fell",
            "high" if fall["change"] <= -HALVED else "medium",
            f"Attendance in “{fall['room_name']}” fell: the median of its last {fall['recent_sessions']} sessions is "
            f"{fall['recent']:g} {'person' if fall['recent'] == 1 else 'people'}, that of the "
            f"{fall['sessions_before']} before {fall['before']:g} ({_percent(fall['change'])}).",
            "sessions",
            room_id=fall["room_id"],
            about=fall["room_name"],
            brief=f"{fall['before']:g} → {fall['recent']:g} people ↓\u00a0{_percent(-fall['change'])}",
        )
    unusual = unusual[unusual["cue_point_id"].isin(main["cue_point_id"])]
    measured: dict[str, list[dict[str, Any]]] = {}
    for far in unusual.to_dict("records"):
        measured.setdefault(far["cue_point_id"], []).append({str(name): value for name, value in far.items()})
    for cue_point_id, measures in measured.items():
        first = measures[0]
        figures = "; ".join(f"{far['measure']} {far['shown']}, usually {far['usual']}" for far in measures)
        yield Anomaly(
            "session_unusual",
            "medium",
            f"“{first['room_name']}” on {day(first['start'])} at {first['start']:%H:%M}: {figures} "
            f"(median of {first['sessions']} sessions, this one included).",
            "sessions",
            room_id=first["room_id"],
            cue_point_ids=(cue_point_id,),
            about=f"{first['room_name']}, {day(first['start'])}",
            brief=f"{first['measure']} {first['usual']} → {first['shown']} {_ARROWS[first['value'] > first['median']]}",
        )


def _without_attendees(ds: Dataset, main: pd.DataFrame) -> Iterator[Anomaly]:
    if ds.provenance.missing(Report.ATTENDEES):
        return  # said already, and the reason for all of them
    bare = main[~main["covered"].astype(bool)]
    if len(bare) and len(bare) / len(main) >= WITHOUT_ATTENDEES:
        sentence = (
            f"{len(bare):,} of {len(main):,} main sessions ({_percent(len(bare) / len(main))}) have no attendees in "
            f"report {int(Report.ATTENDEES)}; figures on people leave them out."
        )
        yield Anomaly("without_attendees", "medium", sentence, "data-quality", cue_point_ids=_ids(bare))


def _left_open(ds: Dataset) -> Iterator[Anomaly]:
    running = running_sessions(ds)
    long = running[running["hours"] > LEFT_OPEN_HOURS]
    if len(long):
        sentence = (
            f"{plural(len(long), 'session')} had no end more than {LEFT_OPEN_HOURS:g} hours after the start; "
            "a room may have been left open."
        )
        yield Anomaly("left_open", "medium", sentence, "data-quality", cue_point_ids=_ids(long))


_FLAGGED: dict[str, tuple[Severity, str]] = {
    "orphan": ("medium", "took place while no session of their main room is known"),
    "over_full": ("low", f"had more than {OVER_FULL:g} times as many people as the mean breakout of the session"),
    "empty": ("low", "had no participants"),
    "solo": ("low", "had only one participant"),
}


def _breakouts(ds: Dataset) -> Iterator[Anomaly]:
    groups = breakout_groups(ds)
    for flag, (severity, words) in _FLAGGED.items():
        rows = groups[groups[flag]]
        if len(rows):
            sentence = f"{len(rows):,} of {plural(len(groups), 'breakout')} {words}."
            yield Anomaly(f"breakouts_{flag}", severity, sentence, "breakouts", cue_point_ids=_ids(rows))


def _ids(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows["cue_point_id"].astype("str"))


def _percent(share: float) -> str:
    return short_percent(share, 3).replace("-", "−")
