from html import unescape

import pytest

from kaltura.charts.breakout_tree import ROOT, alt_breakout_tree, breakout_tree_chart
from kaltura.metrics.breakout_tree import breakout_tree
from tests.builders import breakout, dataset, room_session
from tests.metrics.breakout_cases import only_counts

START, END = "2026-03-02 10:00", "2026-03-02 11:00"


def test_leaves_weigh_what_they_hold_and_parents_nothing() -> None:
    [tree] = breakout_tree_chart(breakout_tree(only_counts(12, 4)), "participants").data
    weights = dict(zip(tree.ids, tree.values, strict=True))
    assert weights == {ROOT: 0, "room/r1": 0, "room/r1/m1": 0, "room/r1/m1/g0": 12, "room/r1/m1/g1": 4}
    assert tree.branchvalues == "remainder"
    assert dict(zip(tree.ids, tree.parents, strict=True))["room/r1"] == ROOT


def test_hover_says_what_is_below() -> None:
    [tree] = breakout_tree_chart(breakout_tree(only_counts(12, 4)), "participants").data
    said = dict(zip(tree.ids, tree.hovertext, strict=True))
    assert said["room/r1"].startswith("Room r1<br>2 breakouts, 16 people, 120.0 min of breakouts.")
    assert said["room/r1/m1/g0"] == "Room g0<br>12 people, 60.0 min of breakouts.<br>Click to open its session."


@pytest.mark.parametrize("name", ["<a href='http://x'>b</a>", "$x$", "%{label}", "![](http://x)"])
def test_names_are_no_markup(name: str) -> None:
    ds = dataset(
        [room_session("m", "r", START, END, entry_name=name)],
        breakouts=[breakout("b", "g", "r", START, END, 3, breakout_entry_name=name)],
    )
    [tree] = breakout_tree_chart(breakout_tree(ds), "participants").data
    labels = [label.removesuffix("<br>10:00") for label in tree.labels]  # a session's is its day and hour
    assert not any(mark in text for text in labels for mark in ("<", "{", "$"))
    assert unescape(tree.labels[-1]) == name


def test_an_orphan_has_no_session_to_open() -> None:
    alone = dataset(breakouts=[breakout("b", "g", "r", START, END, 3)])
    [tree] = breakout_tree_chart(breakout_tree(alone), "participants").data
    assert not tree.hovertext[-1].endswith("open its session.")


def test_two_hundred_breakouts_are_cut_to_what_can_be_read() -> None:
    rooms = [room_session(f"m{n}", f"r{n}", START, END) for n in range(20)]
    groups = [breakout(f"b{n}", f"g{n}", f"r{n % 20}", START, END, 1 + n % 7) for n in range(200)]
    table = breakout_tree(dataset(rooms, breakouts=groups))
    [tree] = breakout_tree_chart(table, "participants").data
    assert sum(tree.values) == sum(1 + n % 7 for n in range(200))
    assert tree.maxdepth == 3  # the root, rooms and sessions; breakouts after a click
    assert len(tree.ids) < 250
    assert alt_breakout_tree(table, "participants").startswith("200 breakouts; Room r")


def test_nobody_draws_nothing() -> None:
    table = breakout_tree(only_counts(0, 0))
    assert not breakout_tree_chart(table, "participants").data
    assert alt_breakout_tree(table, "participants").startswith("No breakout")


def test_many_sessions_carry_only_their_day() -> None:
    rooms = [room_session(f"m{n}", "r", f"2026-03-{n:02} 10:00", f"2026-03-{n:02} 11:00") for n in range(1, 29)]
    groups = [
        breakout(f"b{n}", f"g{n}", "r", f"2026-03-{n:02} 10:00", f"2026-03-{n:02} 11:00", 5) for n in range(1, 29)
    ]
    [many] = breakout_tree_chart(breakout_tree(dataset(rooms, breakouts=groups)), "participants").data
    [few] = breakout_tree_chart(breakout_tree(dataset(rooms[:2], breakouts=groups[:2])), "participants").data
    assert "5 Mar" in many.labels
    assert "1 Mar 10:00" in few.labels
    assert any(text.startswith("5 Mar 2026 10:00") for text in many.hovertext)


def test_a_room_whose_name_is_too_long_for_its_box_goes_by_its_beginning() -> None:
    names = {"h": "History – Groups", "b": "Biology – Small groups", "l1": "Law – One, at noon", "l2": "Law – Two"}
    names["s"] = "Statistics for all"
    people = {"h": 60, "b": 4, "l1": 4, "l2": 4, "s": 4}
    rooms = [room_session(f"m{room}", room, START, END, entry_name=name) for room, name in names.items()]
    groups = [
        breakout(f"b{room}", f"g{room}", room, START, END, number, parent_entry_name=names[room])
        for room, number in people.items()
    ]
    [tree] = breakout_tree_chart(breakout_tree(dataset(rooms, breakouts=groups)), "participants").data
    labels = dict(zip(tree.ids, tree.labels, strict=True))
    assert labels["room/h"] == "History – Groups"
    assert labels["room/b"] == "Biology"
    assert labels["room/l1"] == "Law – One,…"  # two rooms begin alike
    assert labels["room/l2"] == "Law – Two"
    assert labels["room/s"] == "Statistics…"
