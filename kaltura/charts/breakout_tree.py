"""Main room → main session → breakouts, as a treemap that stays readable however many there are."""

import re
from collections import Counter
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.labels import escaped, own_part
from kaltura.charts.periods import hover
from kaltura.charts.theme import BREAKOUT, DISENGAGED, MAIN, framed
from kaltura.names import short
from kaltura.plural import plural
from kaltura.written import minutes, percent

Size = Literal["participants", "minutes"]
SIZES: dict[Size, str] = {"participants": "People", "minutes": "Minutes"}
ROOT = "all"
_PATH_BAR = 24  # pixels
# Characters of a room's name that fit where it fills the whole picture; what its share of the picture leaves of them
# is the side of a square of that share.
_WHOLE_NAME = 56
_LEAST_NAME = 6
_DASH = re.compile(r"\s+[–—-]\s+|:\s+")
MANY_SESSIONS = 12  # more boxes are too narrow for a date with its time

_COLOURS = {"room": MAIN, "session": "#E0A25C", "breakout": BREAKOUT}
_STEPS = {
    "room": "Click to see its sessions.",
    "session": "Click to see its breakouts.",
    "breakout": "Click to open its session.",
}
_INK = {"room": "#FFFFFF", "session": "#10161D", "breakout": "#10161D"}


def breakout_tree_chart(table: pd.DataFrame, size: Size) -> go.Figure:
    """The nodes of `breakout_tree`; areas are people (each breakout's count) or minutes.

    Two levels are seen at once, and a click looks inside: 200 breakouts are so never drawn side by side.
    A clicked point's id is the node's.
    """
    figure = go.Figure()
    if not table[size].sum():
        return figure
    rows: list[Any] = list(table.itertuples())
    inner = table["id"].isin(table["parent"])
    figure.add_treemap(
        ids=[ROOT, *table["id"]],
        parents=["", *table["parent"].where(table["parent"] != "", ROOT)],
        labels=["All rooms", *_labels(rows, size)],
        # Only leaves weigh: Plotly refuses a parent that differs from its children's sum in the last digit.
        values=[0.0, *table[size].where(~inner, 0.0)],
        branchvalues="remainder",
        maxdepth=3,
        marker={
            "colors": [DISENGAGED, *(_colour(row) for row in rows)],
            "line": {"width": 1},
            "pad": {"t": 26, "l": 3, "r": 3, "b": 3},  # with less, Firefox finds no room for a name
        },
        textfont={"color": ["#FFFFFF", *("#FFFFFF" if row.other or row.alone else _INK[row.level] for row in rows)]},
        text=["", *(_amount(row, size) for row in rows)],
        texttemplate=["%{label}", *("%{label}" if row.level == "room" else "%{label}<br>%{text}" for row in rows)],
        hovertext=["", *(_sentence(row) for row in rows)],
        hoverinfo="text",
        tiling={"pad": 2},
        pathbar={"thickness": _PATH_BAR, "textfont": {"color": "#FFFFFF"}},
    )
    framed(figure, height=440 + _PATH_BAR, legend=False)
    # The way back is drawn above the plot, in its margin.
    return figure.update_layout(margin_t=_PATH_BAR + 8, uniformtext={"minsize": 11, "mode": "hide"})


def alt_breakout_tree(table: pd.DataFrame, size: Size) -> str:
    """The room with most, and its share, in a sentence."""
    rooms = table[table["level"] == "room"]
    whole = rooms[size].sum()
    if not whole:
        return "No breakout with people is in this selection."
    named = rooms[~rooms["other"]].sort_values(size)
    top: Any = list(named.itertuples())[-1]
    what = "people in breakouts" if size == "participants" else "breakout minutes"
    return (
        f"{plural(int(rooms['breakouts'].sum()), 'breakout')}; {short(top.label)} has most {what}, "
        f"{percent(getattr(top, size) / whole, 0)} of them."
    )


def _labels(rows: list[Any], size: Size) -> list[str]:
    """Names of the nodes, without their main room's. Of a session its day, which fits into a small box, and its hour
    unless they are many; the text over it has all. One line: looked into, it stands in a strip above its breakouts.
    """
    rooms = _room_labels([row for row in rows if row.level == "room"], size)
    many = sum(row.level == "session" for row in rows) > MANY_SESSIONS
    room_of = {row.id: row.label for row in rows if row.level == "room"}
    room_of |= {row.id: room_of.get(row.parent, "") for row in rows if row.level == "session"}
    return [
        _brief(row.label, many)
        if row.level == "session" and not row.other and not row.alone
        else escaped(rooms.get(row.id) or own_part(row.label, room_of.get(row.parent, "")), 60)
        for row in rows
    ]


def _room_labels(rooms: list[Any], size: Size) -> dict[str, str]:
    """ID → the room's name; where its box is too narrow, what comes before a dash, when no other room begins so.

    Plotly leaves a name out that does not fit, and a phone has less than half the width.
    """
    whole = sum(getattr(row, size) for row in rooms) or 1
    starts = Counter(_start(row.label) for row in rooms)
    labels = {}
    for row in rooms:
        fits = max(_LEAST_NAME, int(_WHOLE_NAME * (getattr(row, size) / whole) ** 0.5))
        start = _start(row.label)
        cut = short(start if starts[start] == 1 else row.label, fits)
        labels[row.id] = row.label if len(row.label) <= fits else cut
    return labels


def _start(name: str) -> str:
    return _DASH.split(name, maxsplit=1)[0]


def _amount(row: Any, size: Size) -> str:
    return f"{row.participants:,.0f}" if size == "participants" else minutes(row.minutes)


def _brief(label: str, many: bool) -> str:
    day, month, _, hour = label.split()
    return f"{day} {month}" if many else f"{day} {month} {hour}"


def _colour(row: Any) -> str:
    return DISENGAGED if row.other or row.alone else _COLOURS[row.level]


def _sentence(row: Any) -> str:
    what = "" if row.level == "breakout" and row.breakouts == 1 else f"{plural(int(row.breakouts), 'breakout')}, "
    people = plural(int(row.participants), "person", "people")
    alone = row.level == "breakout" and not isinstance(row.cue_point_id, str)  # an orphan has no session to open
    step = "" if row.other or alone else _STEPS[row.level]
    return hover(escaped(row.label, 80), f"{what}{people}, {minutes(row.minutes)} of breakouts.", step)
