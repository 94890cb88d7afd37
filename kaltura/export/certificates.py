"""Certificates of attendance: one HTML file, a page a certificate, with the rule and its limits on each."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from kaltura.export.markup import allowed, text
from kaltura.metrics.rule import Rule
from kaltura.metrics.shown_names import shown_name
from kaltura.when import long_day
from kaltura.written import short_percent

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; color: #18212b; background: #fff; margin: 0; }
article { box-sizing: border-box; max-width: 46rem; min-height: 60rem; margin: 2rem auto; padding: 4rem 3.5rem; }
article { border: 1px solid #98a3b3; display: flex; flex-direction: column; text-align: center; }
h1 { font-size: 1.9rem; font-weight: 600; margin: 3rem 0 2.5rem; }
.name { font-size: 1.7rem; font-weight: 600; margin: .25rem 0; } .room { font-size: 1.25rem; font-weight: 600; }
p { margin: .35rem 0; overflow-wrap: anywhere; } .small { color: #4a5766; font-size: .85rem; }
footer { margin-top: auto; padding-top: 3rem; text-align: left; }
footer p { border-top: 1px solid #d5dce4; padding-top: .4rem; }
@page { size: A4; margin: 14mm; }
@media print { article { border: 0; margin: 0; padding: 0; max-width: none; min-height: 262mm; } }
@media print { article + article { break-before: page; } }
"""


def certificates_html(
    rows: pd.DataFrame, rule: Rule, required_share: float, selection: str, zone: ZoneInfo, caveat: str
) -> bytes:
    """The file's bytes, UTF-8. rows: of `kaltura.metrics.certificates.certificates`, those who qualify.

    Rows that do not qualify get no certificate. selection: the data it rests on, in words. zone: of its days, and of
    the day of printing. caveat: its limits.
    A strict Content-Security-Policy allows nothing but the file's own style, by its hash: no script at all.
    """
    foot = (
        f"{rule.sentence} A certificate is given from {short_percent(required_share)} of the sessions on.",
        f"Data: {selection}. Printed on {long_day(datetime.now(zone))}.",
        caveat,
    )
    earned = rows[rows["qualifies"]].to_dict("records")
    policy = f"default-src 'none'; style-src '{allowed(_STYLE)}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta name=referrer content=no-referrer>'
        f"<title>Certificates of attendance</title><style>{_STYLE}</style></head><body>"
        + "\n".join(_certificate(row, foot) for row in earned)
        + "</body></html>\n"
    ).encode()


def _certificate(row: dict[Hashable, Any], foot: tuple[str, ...]) -> str:
    name, room = shown_name(row["user_name"], row["user_id"]), shown_name(row["room_name"], row["room_id"])
    first, last = _day(row["first"]), _day(row["last"])
    span = f"on {first}" if first == last else f"{first} to {last}"
    return (
        "<article><h1>Certificate of attendance</h1><p>This is to certify that</p>"
        f"<p class=name>{text(name)}</p><p>attended</p><p class=room>{text(room)}</p>"
        f"<p>and was present in {row['present']:,} of {row['held']:,} sessions,<br>"
        f"with {row['minutes']:,.0f} minutes in all the sessions joined, {text(span)}</p>"
        f"<p class=small>{text(row['explanation'])}</p>"
        f"<footer class=small>{''.join(f'<p>{text(line)}</p>' for line in foot)}</footer></article>"
    )


def _day(when: object) -> str:
    return long_day(when) if isinstance(when, datetime) and not pd.isna(when) else "unknown"
