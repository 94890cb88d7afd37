"""Rooms and hosts ranked, and the people that they share. Tables are those of kaltura.metrics.rooms."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from kaltura.charts.cells import clickable
from kaltura.charts.labels import escaped, fitted
from kaltura.charts.theme import MAIN, TINT, framed
from kaltura.names import distinct
from kaltura.plural import plural
from kaltura.written import minutes, percent

_LOWEST = 150  # pixels: below, the axis has no room for its title
_LABEL = 26  # characters of a name beside an axis; the hover box has more of it


def top_rooms_chart(table: pd.DataFrame) -> go.Figure:
    """Rooms by attended minutes, most on top. customdata: (room_id,)."""
    return _ranked(table, "room_id", _labels(table), [_room(row) for row in table.itertuples()])


def hosts_chart(table: pd.DataFrame) -> go.Figure:
    """Hosts (kaltura.metrics.rooms.hosts) by attended minutes, most on top. customdata: (host,)."""
    labels = [escaped(host, _LABEL) for host in table["host_name"]]
    return _ranked(table, "host", labels, [_host(row) for row in table.itertuples()])


def alt_top_rooms(table: pd.DataFrame) -> str:
    """The room with most attended minutes, and the next."""
    if table.empty:
        return "Rooms by attended minutes: none in this selection."
    return _two_most("Rooms", ((row.room_name or row.room_id, row) for row in _known(table).itertuples()))


def alt_hosts(table: pd.DataFrame) -> str:
    """The host with most attended minutes, and the next."""
    if table.empty:
        return "Hosts by attended minutes: none is known in this selection."
    return _two_most("Hosts", ((row.host_name, row) for row in _known(table).itertuples()))


def overlap_chart(table: pd.DataFrame) -> go.Figure:
    """`audience_overlap` as half a matrix: the colour is the share of people seen in both, the number their count.

    A clicked point's customdata is [room_id, other_id].
    """
    figure = go.Figure()
    if table.empty:
        return figure
    names = _room_names(table)
    place = {room: number for number, room in enumerate(names)}
    across, below, rows = zip(*(_placed(row, place) for row in table.itertuples()), strict=True)
    figure.add_heatmap(
        x=across,
        y=below,
        z=[row.jaccard for row in rows],
        hoverinfo="skip",
        colorscale=TINT,
        zmin=0,
        xgap=2,
        ygap=2,
        showscale=False,
    )
    clickable(
        figure,
        across,
        below,
        data=[[row.room_id, row.other_id] for row in rows],
        said=[_pair(row) for row in rows],
        text=[f"{row.shared:,}" for row in rows],
    )
    # Names stand once, beside the rows; columns carry the number of their room, so that a phone has space for cells.
    numbered = [f"{escaped(name)} · {number}" for number, name in enumerate(fitted(names, _LABEL).values(), start=1)]
    framed(figure, x="Number of the room", y="", height=100 + 30 * len(names), legend=False)
    figure.update_xaxes(tickvals=list(range(len(names) - 1)), ticktext=[str(n) for n in range(1, len(names))])
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=numbered, showgrid=False)
    return figure.update_yaxes(range=[len(names) - 0.5, -0.5], rangemode="normal")


def alt_overlap(table: pd.DataFrame) -> str:
    """The two rooms that share most people."""
    if table.empty:
        return "Audience overlap: fewer than two rooms have identified people."
    top = table.iloc[0]
    if not top["shared"]:
        return "Audience overlap: no two of these rooms share anybody."
    return (
        f"{top['room_name']} and {top['other_name']} share most people: {top['shared']:,} of {top['either']:,} "
        f"({percent(top['jaccard'])})."
    )


def _ranked(table: pd.DataFrame, key: str, labels: Sequence[str], said: Sequence[str]) -> go.Figure:
    figure = go.Figure()
    if table.empty:
        return figure
    places = list(range(len(table)))[::-1]
    figure.add_bar(
        x=table["attended_minutes"],
        y=places,
        orientation="h",
        width=0.8 if len(table) > 1 else 0.4,
        name="Attended minutes",
        marker_color=MAIN,
        customdata=[[value] for value in table[key]],
        hovertext=said,
        hoverinfo="text",
    )
    framed(figure, x="Attended minutes", y="", height=max(_LOWEST, 70 + 30 * len(table)))
    return figure.update_yaxes(tickvals=places, ticktext=labels, rangemode="normal")


def _room_names(table: pd.DataFrame) -> dict[str, str]:
    """Room ID → a name of its own, those with most people first."""
    one = table[["room_id", "room_name", "people"]].set_axis(["id", "name", "people"], axis=1)
    other = table[["other_id", "other_name", "other_people"]].set_axis(["id", "name", "people"], axis=1)
    rooms = pd.concat([one, other]).drop_duplicates("id").sort_values(["people", "id"], ascending=[False, True])
    return distinct(dict(zip(rooms["id"], rooms["name"], strict=True)))


def _placed(row: Any, place: dict[str, int]) -> tuple[int, int, Any]:
    """The column and the row of a pair below the diagonal, and the pair."""
    first, second = sorted((place[row.room_id], place[row.other_id]))
    return first, second, row


def _labels(rows: pd.DataFrame) -> list[str]:
    names = fitted(distinct(dict(zip(rows["room_id"], rows["room_name"], strict=True))), _LABEL)
    return [escaped(names[room]) for room in rows["room_id"]]


def _known(table: pd.DataFrame) -> pd.DataFrame:
    return table.dropna(subset="attended_minutes").head(2)


def _two_most(what: str, ranked: Iterable[tuple[Any, Any]]) -> str:
    most = ", then ".join(f"{name} with {minutes(row.attended_minutes)}" for name, row in ranked)
    return f"Most attended minutes: {most}." if most else f"{what} by attended minutes: the minutes are not known."


def _unreported(name: str, sessions: int) -> str:
    return f"{escaped(name)}: attendees not reported, in {plural(sessions, 'session')}"


def _room(row: Any) -> str:
    if pd.isna(row.attendances):
        return _unreported(row.room_name, int(row.sessions))
    return (
        f"{escaped(row.room_name)}: {minutes(row.attended_minutes)} by "
        f"{plural(int(row.unique_attendees), 'person', 'people')} in {plural(int(row.sessions), 'session')}<br>"
        f"{minutes(row.mean_minutes)} on average, {percent(row.engagement_rate)} engaged."
    )


def _host(row: Any) -> str:
    if pd.isna(row.attendances):
        return _unreported(row.host_name, int(row.sessions))
    return (
        f"{escaped(row.host_name)}: {minutes(row.attended_minutes)} in {plural(int(row.sessions), 'session')} "
        f"of {plural(int(row.rooms), 'room')}<br>"
        f"{minutes(row.mean_minutes)} on average, {percent(row.engagement_rate)} engaged."
    )


def _pair(row: Any) -> str:
    one = f"{escaped(row.room_name)} ({plural(row.people, 'person', 'people')})"
    other = f"{escaped(row.other_name)} ({plural(row.other_people, 'person', 'people')})"
    shared = f"{plural(int(row.shared), 'person', 'people')}, {percent(row.jaccard)} of {row.either:,}"
    return f"{one}<br>{other}<br>share {shared}."
