"""Main room → main session → breakouts, cut to a size that a picture can hold."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.breakout_groups import breakout_groups
from kaltura.metrics.tables import collected, sessions
from kaltura.when import moment
from kaltura.written import NO_ROOM

LEVELS = ("room", "session", "breakout")
MOST = {"room": 15, "session": 60, "breakout": 120}  # more than a treemap can label at 1280 px
# Ends of the IDs of nodes that gather breakouts without a known main session → what they are called.
_ALONE = {"/orphans": "No session of the main room", "/unknown": "Main session not known"}
WHEN = "%-d %b %Y %H:%M"  # as kaltura.when.moment, for a whole column


def breakout_tree(ds: Dataset) -> pd.DataFrame:
    """The nodes of a sunburst or treemap, parents before children; a parent's figures are the sum of its children's.

    id; parent: "" for rooms; label: the room's name, the session's local start, or the breakout room's name;
    level: "room", "session" or "breakout"; other: the node stands for several; alone: it gathers breakouts that have
    no main session, or whose main session nothing tells;
    room_id, cue_point_id: the main room and the main session of the node, null where it stands for several.
    participants: Σ counts of the breakouts below (someone who joined two counts twice; an unknown count adds nothing);
    minutes: their lengths added up; breakouts: how many sessions. A breakout room opened twice is one node.
    On each level the MOST nodes with most participants stay; what is left of each parent becomes one "other" node.
    """
    leaves = _leaves(ds)
    for number, level in enumerate(LEVELS):
        leaves = _cut(leaves, level, above=LEVELS[:number], below=LEVELS[number + 1 :])
    return pd.concat([_nodes(leaves, number) for number in range(len(LEVELS))], ignore_index=True)


def _leaves(ds: Dataset) -> pd.DataFrame:
    """Breakout sessions with the IDs and labels of the three nodes that each is part of."""
    groups = breakout_groups(ds)
    orphan, alone = groups["orphan"], groups["parent_session_id"].isna()
    main, first = _main_starts(ds), groups["start"]
    when = main.reindex(groups["parent_session_id"]).set_axis(groups.index)
    # The main session may be outside the selection. Pandas puts times into words one by one, so only those needed.
    when = when.fillna(first[when.isna() & ~alone].map(moment))
    room = "room/" + groups["room_id"].fillna("")
    session = room + "/" + groups["parent_session_id"].mask(alone, "unknown").mask(orphan, "orphans")
    return pd.DataFrame(
        {
            "room": room,
            "session": session,
            "breakout": session + "/" + groups["entry_id"].fillna(groups["cue_point_id"]),
            "room_label": groups["room_name"].fillna(groups["room_id"]).fillna(NO_ROOM),
            "session_label": when.mask(alone, _ALONE["/unknown"]).mask(orphan, _ALONE["/orphans"]),
            "breakout_label": groups["entry_name"].fillna(groups["entry_id"]).fillna(NO_ROOM),
            "room_id": groups["room_id"],
            "cue_point_id": groups["parent_session_id"],
            "participants": groups["participants"].fillna(0.0),
            "minutes": groups["duration_minutes"].fillna(0.0),
            "breakouts": 1,
        }
    )


def _main_starts(ds: Dataset) -> "pd.Series[str]":
    """cue_point_id of main sessions → their local start in words."""
    local = nw.col("start").dt.convert_time_zone(ds.zone)
    main = collected(sessions(ds, "main").select("cue_point_id", words=local.dt.to_string(WHEN)))
    words: pd.Series[str] = main.set_index("cue_point_id")["words"]
    return words


def _cut(leaves: pd.DataFrame, level: str, above: tuple[str, ...], below: tuple[str, ...]) -> pd.DataFrame:
    """Leaves beyond the MOST nodes of a level go to their parent's "other" node, which has nothing below it."""
    sizes = leaves.groupby(level)[["participants", "minutes"]].sum().sort_values(["participants", "minutes"])
    rest = leaves[level].isin(sizes.index[: -MOST[level]])
    if not rest.any():
        return leaves
    parent = leaves[above[-1]] if above else pd.Series("all", index=leaves.index)
    merged = leaves[rest].groupby(parent[rest])[level].nunique().reindex(parent[rest]).set_axis(parent[rest].index)
    names = merged.astype(int).astype(str) + f" other {level}" + merged.gt(1).map({True: "s", False: ""})
    cut = leaves.copy()
    cut.loc[rest, level] = parent[rest] + "/other"
    cut.loc[rest, f"{level}_label"] = names
    cut.loc[rest, [*below]] = None
    return cut


def _nodes(leaves: pd.DataFrame, number: int) -> pd.DataFrame:
    level = LEVELS[number]
    table = (
        leaves.dropna(subset=level)
        .groupby(level, sort=False)
        .agg(
            parent=(LEVELS[number - 1], "first"),
            label=(f"{level}_label", "first"),
            room_id=("room_id", _only),
            cue_point_id=("cue_point_id", _only),
            participants=("participants", "sum"),
            minutes=("minutes", "sum"),
            breakouts=("breakouts", "sum"),
        )
    )
    table = table.reset_index(names="id").assign(level=level)
    table["parent"] = table["parent"] if number else ""
    return table.assign(
        other=table["id"].str.endswith("/other"),
        alone=table["label"].isin(_ALONE.values()) & table["id"].str.endswith(tuple(_ALONE)),
    )


def _only(values: "pd.Series[str]") -> str | None:
    """The one value of a node, or None when it stands for several."""
    return values.iloc[0] if values.nunique(dropna=False) == 1 else None
