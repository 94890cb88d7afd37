from html import unescape

import numpy as np

from kaltura.charts.rooms import alt_hosts, alt_overlap, alt_top_rooms, hosts_chart, overlap_chart, top_rooms_chart
from kaltura.dataset import Dataset
from kaltura.metrics.rooms import audience_overlap, hosts, top_rooms
from tests.builders import attendance, dataset, room_session

EVIL = "<b>$x$</b>"


def rooms(**people: str) -> Dataset:
    """room → the people of its one session, an hour each; the room "evil" has a name full of markup."""
    names = {"evil": EVIL}
    return dataset(
        [
            room_session(f"c_{room}", room, "2026-10-05 10:00", "2026-10-05 11:00", entry_name=names.get(room, room))
            for room in people
        ],
        [attendance(f"c_{room}", room, user, 60, 0.9) for room, users in people.items() for user in users],
    )


THREE = rooms(bio="abcd", chem="cde", evil="a")


def test_rooms_with_most_minutes_are_on_top_and_named_as_written() -> None:
    table = top_rooms(THREE)
    figure = top_rooms_chart(table)
    bars = figure.data[0]
    assert list(zip(bars.y, bars.x, strict=True)) == [(2, 240), (1, 180), (0, 60)]
    assert [data[0] for data in bars.customdata] == ["bio", "chem", "evil"]
    assert [unescape(name) for name in figure.layout.yaxis.ticktext] == ["bio", "chem", EVIL]
    assert "<b>" not in bars.hovertext[2]
    assert "bio: 240.0 min by 4 people in 1 session" in bars.hovertext[0]
    assert alt_top_rooms(table) == "Most attended minutes: bio with 240.0 min, then chem with 180.0 min."


def test_a_room_whose_attendees_are_not_reported_has_no_bar_and_says_so() -> None:
    table = top_rooms(rooms(bio="a", evil=""))
    bars = top_rooms_chart(table).data[0]
    assert (bars.x[0], np.isnan(bars.x[1])) == (60, True)
    assert unescape(bars.hovertext[1]) == f"{EVIL}: attendees not reported, in 1 session"
    assert alt_top_rooms(table) == "Most attended minutes: bio with 60.0 min."
    assert alt_top_rooms(table.tail(1)) == "Rooms by attended minutes: the minutes are not known."


def test_one_bar_leaves_room_for_the_title_of_its_axis() -> None:
    assert top_rooms_chart(top_rooms(rooms(bio="a"))).layout.height >= 150


def test_two_rooms_of_one_name_are_two_bars() -> None:
    table = top_rooms(THREE).assign(room_name="Biology")
    names = top_rooms_chart(table).layout.yaxis.ticktext
    assert len(set(names)) == 3


def test_overlap_has_a_cell_a_pair_below_the_diagonal() -> None:
    table = audience_overlap(THREE)
    figure = overlap_chart(table)
    heat, cells = figure.data
    shown = {tuple(data): text for data, text in zip(cells.customdata, cells.text, strict=True)}
    assert shown == {("bio", "chem"): "2", ("bio", "evil"): "1", ("chem", "evil"): "0"}
    assert all(x < y for x, y in zip(heat.x, heat.y, strict=True))
    assert max(heat.z) == 2 / 5
    # Labelled by the room with most people first; a column's number is that of its room.
    assert [unescape(name) for name in figure.layout.yaxis.ticktext] == ["bio · 1", "chem · 2", f"{EVIL} · 3"]
    assert not any("<b>" in text for text in cells.hovertext)
    assert alt_overlap(table) == "bio and chem share most people: 2 of 5 (40.0\u00a0%)."


def test_nobody_shared() -> None:
    assert "no two of these rooms" in alt_overlap(audience_overlap(rooms(bio="a", chem="b")))


def test_nothing_draws_nothing_and_says_so() -> None:
    empty = dataset()
    assert not top_rooms_chart(top_rooms(empty)).data
    assert not overlap_chart(audience_overlap(empty)).data
    assert not overlap_chart(audience_overlap(rooms(bio="a"))).data
    assert "none" in alt_top_rooms(top_rooms(empty))
    assert "fewer than two" in alt_overlap(audience_overlap(empty))


def test_hosts_with_most_minutes_are_on_top_and_named_as_written() -> None:
    sessions = [
        room_session("c1", "bio", "2026-10-05 10:00", "2026-10-05 11:00", session_host_user_id=EVIL),
        room_session("c2", "chem", "2026-10-05 10:00", "2026-10-05 11:00", session_host_user_id="ann"),
    ]
    assert hosts_chart(hosts(dataset(sessions[1:]))).data[0].hovertext[0] == "ann: attendees not reported, in 1 session"
    table = hosts(dataset(sessions, [attendance("c1", "bio", "a", 10, 0.5), attendance("c2", "chem", "b", 60, 1)]))
    figure = hosts_chart(table)
    bars = figure.data[0]
    assert list(zip(bars.y, bars.x, bars.customdata, strict=True)) == [(1, 60, ["ann"]), (0, 10, [EVIL])]
    assert [unescape(name) for name in figure.layout.yaxis.ticktext] == ["ann", EVIL]
    assert bars.hovertext[0] == "ann: 60.0 min in 1 session of 1 room<br>60.0 min on average, 100.0\u00a0% engaged."
    assert "<b>" not in bars.hovertext[1]
    assert alt_hosts(table) == f"Most attended minutes: ann with 60.0 min, then {EVIL} with 10.0 min."
