"""Certificates of attendance: one HTML file, a page a certificate, with the rule and its limits on each."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from kaltura.export.markup import allowed, text
from kaltura.export.record import CERTIFICATE_CAVEAT
from kaltura.filters import Filters
from kaltura.metrics.rule import Rule
from kaltura.metrics.shown_names import shown_name
from kaltura.plural import plural
from kaltura.when import long_day
from kaltura.written import percent_beside, short_percent

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; color: #18212b; background: #fff; margin: 0; }
article { box-sizing: border-box; max-width: 46rem; min-height: 60rem; margin: 2rem auto; padding: 2.5rem 3rem 2rem; }
article { border: 1px solid #98a3b3; display: flex; flex-direction: column; text-align: center; }
section { margin: auto 0; padding-bottom: 1.5rem; }
h1 { font-size: 1.9rem; font-weight: 600; margin: 0 0 2.5rem; }
.name { font-size: 1.7rem; font-weight: 600; line-height: 1.25; } .room { font-size: 1.25rem; font-weight: 600; }
.room { line-height: 1.3; } .long { font-size: 1.2rem; } .longest { font-size: .85rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; } .name, .room { margin: .75rem 0 1.25rem; }
.lines { display: flex; gap: 2.5rem; margin: 0 0 2.5rem; }
.lines p { flex: 1; border-top: 1px solid #4a5766; padding-top: .3rem; text-align: left; }
.small { color: #4a5766; font-size: .8rem; line-height: 1.4; }
footer { border-top: 1px solid #d5dce4; padding-top: .5rem; text-align: left; } footer p { margin: .25rem 0; }
@page { margin: 12mm; }
@media print { article { margin: 0; max-width: none; min-height: 99vh; break-inside: avoid; } }
@media print { article + article { break-before: page; } }
@media print and (max-height: 50rem) { h1 { margin-bottom: 1rem; } .lines { margin-bottom: 1rem; } }
"""
_LONG, _LONGEST = 45, 150  # characters of a name from which on it is written smaller, so that all stays on one page
_LINES = "".join(f"<p>{label}</p>" for label in ("Issued by", "Place, date", "Signature"))


def certificates_html(rows: pd.DataFrame, rule: Rule, required_share: float, selection: str, zone: ZoneInfo) -> bytes:
    """The file's bytes, UTF-8. rows: of `kaltura.metrics.certificates.certificates`, those who qualify.

    Rows that do not qualify get no certificate. selection: the data it rests on, in words. zone: of its days, and of
    the day of printing.
    A strict Content-Security-Policy allows nothing but the file's own style, by its hash: no script at all.
    """
    foot = (
        f"{rule.sentence} A certificate is given from {short_percent(required_share)} of the sessions on.",
        f"Data: {selection}. Printed on {long_day(datetime.now(zone))}.",
        CERTIFICATE_CAVEAT,
    )
    earned = rows[rows["qualifies"]].to_dict("records")
    policy = f"default-src 'none'; style-src '{allowed(_STYLE)}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta name=referrer content=no-referrer>'
        f"<title>Certificates of attendance</title><style>{_STYLE}</style></head><body>"
        + "\n".join(_certificate(row, required_share, foot) for row in earned)
        + "</body></html>\n"
    ).encode()


def certificates_stem(rows: pd.DataFrame, selection: Filters) -> str:
    """Of the file's name: one certificate is told from the others by its person and room, by their IDs.

    rows: those in the file. With names hidden they have pseudonyms for IDs, and so has the file's name. A single room
    of the selection is in every file's name already.
    """
    if len(rows) != 1:
        return "certificates"
    parts = ("user_id",) if len(selection.rooms) == 1 else ("user_id", "room_id")
    return "_".join(("certificate", *(str(rows[part].iloc[0]) for part in parts)))


def _certificate(row: dict[Hashable, Any], required: float, foot: tuple[str, ...]) -> str:
    name, room = shown_name(row["user_name"], row["user_id"]), shown_name(row["room_name"], row["room_id"])
    first, last = _day(row["first"]), _day(row["last"])
    span = f"on {first}" if first == last else f"from {first} to {last}"
    share = percent_beside(row["share"], required)
    return (
        "<article><section><h1>Certificate of attendance</h1><p>This is to certify that</p>"
        f"{_named('name', name)}<p>attended</p>{_named('room', room)}"
        f"<p>and was present in {row['present']:,} of {plural(row['held'], 'session')} ({share}),<br>"
        f"with {row['minutes']:,.0f} minutes in all the sessions joined, {text(span)}.</p></section>"
        f"<div class='lines small'>{_LINES}</div>"
        f"<footer class=small>{''.join(f'<p>{text(line)}</p>' for line in foot)}</footer></article>"
    )


def _named(kind: str, name: str) -> str:
    size = " longest" if len(name) > _LONGEST else " long" if len(name) > _LONG else ""
    return f"<p class='{kind}{size}'>{text(name)}</p>"


def _day(when: object) -> str:
    return long_day(when) if isinstance(when, datetime) and not pd.isna(when) else "unknown"
