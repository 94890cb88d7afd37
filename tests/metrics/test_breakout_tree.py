from dataclasses import replace

import pandas as pd

from kaltura.dataset import Dataset, Failure
from kaltura.metrics.breakout_tree import MOST, breakout_tree
from kaltura.reports.columns import Report
from tests.builders import attendance, breakout, dataset, room_session
from tests.metrics.breakout_cases import END, START


def consistent(tree: pd.DataFrame) -> None:
    """Every parent is there before its child and holds what its children hold; IDs are unique."""
    assert tree["id"].is_unique
    seen = set()
    for node in tree.itertuples():
        assert node.parent == "" or node.parent in seen
        seen.add(node.id)
    below = tree.groupby("parent")[["participants", "minutes", "breakouts"]].sum()
    inner = tree[tree["id"].isin(below.index)].set_index("id")
    assert (inner[["participants", "breakouts"]] == below.loc[inner.index, ["participants", "breakouts"]]).all().all()


def many(rooms: int, weeks: int, groups: int) -> Dataset:
    days = [f"2026-03-{day + 1:02d}" for day in range(weeks)]
    return dataset(
        [room_session(f"m{r}-{d}", f"r{r}", f"{d} 10:00", f"{d} 11:00") for r in range(rooms) for d in days],
        (),
        [
            breakout(f"b{r}-{d}-{g}", f"g{r}-{g}", f"r{r}", f"{d} 10:10", f"{d} 10:40", g + 1)
            for r in range(rooms)
            for d in days
            for g in range(groups)
        ],
    )


def test_three_levels_with_labels_and_sums() -> None:
    ds = dataset(
        [room_session("m1", "r1", START, END)],
        (),
        [
            breakout("b0", "g0", "r1", START, "2026-03-02 10:20", 3),
            breakout("b1", "g1", "r1", START, "2026-03-02 10:30", 4),
            breakout("b2", "g0", "r1", "2026-03-02 10:40", "2026-03-02 10:50", 2),  # the same room again
            breakout("o", "g1", "r1", "2026-03-05 10:00", "2026-03-05 10:10", 1),
        ],
    )
    tree = breakout_tree(ds).set_index("id")
    consistent(tree.reset_index())
    assert tree["label"].tolist() == [
        "Room r1",
        "2 Mar 2026 10:00",
        "No session of the main room",
        "Room g0",
        "Room g1",
        "Room g1",
    ]
    assert tree.loc["room/r1", ["participants", "minutes", "breakouts"]].tolist() == [10, 70, 4]
    assert tree.loc["room/r1/m1", "cue_point_id"] == "m1"
    assert tree.loc["room/r1/m1/g0", ["participants", "minutes", "breakouts"]].tolist() == [5, 30, 2]
    assert tree.loc["room/r1/orphans", "alone"]


def test_without_the_main_sessions_nobody_is_said_to_have_none() -> None:
    held = dataset((), (), [breakout("b0", "g0", "r1", START, END, 3)])
    missing = (Failure(Report.ROOM_SESSIONS, "It may not be read.", "Ask for permission."),)
    tree = breakout_tree(replace(held, provenance=replace(held.provenance, failures=missing))).set_index("id")
    assert tree.loc["room/r1/unknown", ["label", "alone"]].tolist() == ["Main session not known", True]


def test_200_breakouts_of_one_session_stay_readable() -> None:
    tree = breakout_tree(many(rooms=1, weeks=1, groups=200))
    consistent(tree)
    assert len(tree) == 2 + MOST["breakout"] + 1
    rest = tree[tree["other"]].iloc[0]
    assert rest["label"] == "80 other breakouts"
    assert rest["participants"] == sum(range(1, 81))  # the smallest 80


def test_thousands_over_many_rooms_keep_every_level_bounded_and_lose_nothing() -> None:
    ds = many(rooms=20, weeks=10, groups=5)
    tree = breakout_tree(ds)
    consistent(tree)
    assert tree.groupby("level").size().to_dict() == {
        "room": MOST["room"] + 1,
        "session": MOST["session"] + 15 - 6,  # 15 rooms of 10 sessions: 6 rooms whole, an "other" for the 9 others
        "breakout": 120 + 60,
    }
    assert tree.loc[tree["parent"] == "", "breakouts"].sum() == 1000
    assert len(tree) < 300


def test_no_breakouts_no_nodes() -> None:
    assert breakout_tree(dataset()).empty


def test_a_breakout_of_no_known_time_is_an_orphan() -> None:
    """Report 6000 names the breakout room, 6001 alone a further session of it, and 6002 is missing."""
    ds = dataset(
        [room_session("m", "r", START, END), room_session("b1", "g", START, END, parent_entry_id="r")],
        [attendance("b1", "g", "a", 5, 1.0), attendance("b2", "g", "a", 5, 1.0)],
    )
    assert "No session of the main room" in breakout_tree(ds)["label"].tolist()
