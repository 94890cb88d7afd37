"""Tables of the People page; those that judge carry their rule and caveat in each row, since rows travel alone."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.export.record import SHORT_CAVEAT
from kaltura.export.tables.table import Table, TableOptions
from kaltura.metrics.at_risk import at_risk
from kaltura.metrics.certificates import certificates
from kaltura.metrics.decisions import borderline, decisions
from kaltura.metrics.overlaps import overlapping_presence
from kaltura.metrics.people import people
from kaltura.metrics.register import rooms_by_people
from kaltura.metrics.rule import Rule

_JUDGED = {"share": "attended_share", "margin": "margin_minutes"}
_COUNTED = {
    "held": "held_sessions",
    "seen": "seen_sessions",
    "present": "present_sessions",
    "missed": "missed_sessions",
    "share": "present_share",
    "first": "first_seen",
    "last": "last_seen",
    "earlier": "earlier_part",
    "recent": "recent_part",
    "maximum": "maximum_share",
}
_PAIR = {
    "first": "first_session_id",
    "second": "second_session_id",
    "first_room": "first_room_name",
    "second_room": "second_room_name",
    "available": "available_minutes",
    "excess": "excess_minutes",
}


def _judged(find: Callable[[Dataset, Rule], pd.DataFrame], ds: Dataset, options: TableOptions) -> pd.DataFrame:
    return find(ds, options.rule).rename(columns=_JUDGED).assign(rule=_said(options.rule.sentence))


def _at_risk(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    roster = options.roster
    # A roster is of one class: in every other room its people would have missed everything.
    room = None if roster is None else next(iter(rooms_by_people(ds, roster)), None)
    table = at_risk(ds, options.rule, options.risk, roster, room).rename(columns=_COUNTED)
    return table.assign(rule=_said(f"{options.risk.sentence} {options.rule.sentence}"))


def _certificates(ds: Dataset, options: TableOptions) -> pd.DataFrame:
    found = certificates(ds, options.rule, required_share=options.required_share, roster=options.roster)
    return found.rename(columns=_COUNTED).assign(rule=_said(options.rule.sentence))


def _overlaps(ds: Dataset, _: TableOptions) -> pd.DataFrame:
    return overlapping_presence(ds).rename(columns=_PAIR)


def _said(rule: str) -> str:
    return f"{rule} {SHORT_CAVEAT}"


TABLES = (
    Table(
        "people", "People", "One row per identified person in main sessions.", lambda ds, _: people(ds), personal=True
    ),
    Table(
        "decisions",
        "Decisions",
        "One row per identified person in a main session, with the decision and its reason.",
        partial(_judged, decisions),
        personal=True,
    ),
    Table(
        "borderline",
        "Borderline",
        "The decisions close to the line, the closest first.",
        partial(_judged, borderline),
        personal=True,
    ),
    Table(
        "at-risk",
        "At risk",
        "One row per person and main room with at least one reason; with a roster, of its people in the room that most "
        "of them came to.",
        _at_risk,
        personal=True,
    ),
    Table(
        "certificates",
        "Certificates",
        "One row per person and main room: who qualifies for a certificate, and why; with a roster, of its people, all "
        "accounts of one together.",
        _certificates,
        personal=True,
    ),
    Table(
        "two-at-once",
        "Two at once",
        "One row per pair of sessions in which a person has more minutes than fit into the time.",
        _overlaps,
        personal=True,
    ),
)
