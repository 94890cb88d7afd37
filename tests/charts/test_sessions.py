from collections import Counter
from html import unescape

import pandas as pd
import pytest

from kaltura.charts.sessions import (
    MOST_BARS,
    ROOM_MEASURES,
    alt_at_once,
    alt_room_history,
    alt_timeline,
    at_once_chart,
    room_history_chart,
    timeline_chart,
)
from kaltura.metrics.concurrency import sessions_at_once_by_day
from kaltura.metrics.one_session import timeline
from kaltura.metrics.room_anomalies import fallen_and_unusual
from kaltura.metrics.sessions import room_history
from kaltura.ui.chart import finding
from tests.builders import attendance, breakout, dataset, room_session

EVIL = "<a href='http://x'>$x$</a>"


def workshop(groups: int = 2, *, end: str = "2026-03-02 11:00") -> pd.DataFrame:
    ds = dataset(
        [room_session("m", "r", "2026-03-02 10:00", end, entry_name="Workshop")],
        [attendance("m", "r", "ada", 60, 0.9)],
        [
            breakout(
                f"b{n}", f"g{n}", "r", "2026-03-02 10:20", "2026-03-02 10:40", n, breakout_entry_name=f"Workshop – {n}"
            )
            for n in range(1, groups + 1)
        ],
        zone="Europe/Berlin",
    )
    return timeline(ds, "m")


def test_a_timeline_draws_each_session_from_start_to_end_in_local_time() -> None:
    figure = timeline_chart(workshop())
    main, groups = figure.data
    assert (list(main.base), list(main.x)) == (["2026-03-02 11:00:00"], [3_600_000.0])
    assert list(groups.base) == ["2026-03-02 11:20:00"] * 2
    assert list(groups.x) == [1_200_000.0] * 2
    assert [data[0] for data in groups.customdata] == ["b1", "b2"]
    assert list(figure.layout.yaxis.ticktext) == [
        "Workshop",
        "1 · ~1 person",  # what they share is said once
        "2 · ~2 people",
    ]
    assert "11:20 to 11:40 (20.0 min)" in groups.hovertext[0]
    assert "2 people (Kaltura's estimate)" in groups.hovertext[1]


def test_the_timelines_finding() -> None:
    said = alt_timeline(workshop())
    assert "from 11:00 to 12:00 (60.0 min)" in said
    assert "2 breakouts ran between 11:20 and 11:40, the largest 2 with 2 people" in said
    assert "1 breakout ran between 11:20 and 11:40, 1 with 1 person" in alt_timeline(workshop(1)), "and is no largest"
    assert "no breakouts" in alt_timeline(workshop(0))


def test_a_session_over_the_hour_that_is_repeated() -> None:
    times = ("2026-10-25 00:30", "2026-10-25 01:10")
    ds = dataset([room_session("m", "r", *times)], [], [breakout("b", "g", "r", *times, 1)], zone="Europe/Berlin")
    said = alt_timeline(timeline(ds, "m"))
    assert "ran from 02:30 CEST to 02:10 CET (40.0 min)" in said
    assert "ran between 02:30 CEST and 02:10 CET" in said


def test_a_running_session_ends_at_the_fetch_and_is_hatched() -> None:
    figure = timeline_chart(workshop(0, end="2026-03-02 10:00"))
    assert figure.data[0].marker.pattern.shape == ("/",)
    assert "still running" in figure.data[0].hovertext[0]


def test_a_timeline_stays_readable_with_hundreds_of_breakouts() -> None:
    assert len(timeline_chart(workshop(200)).data[1].x) == MOST_BARS


def test_of_many_breakouts_each_round_is_drawn() -> None:
    table = workshop(200)
    later = pd.Timedelta(minutes=10)
    table.loc[table.index > 150, ["start", "end", "until"]] += later
    drawn = timeline_chart(table)
    assert Counter(drawn.data[1].base) == {"2026-03-02 11:20:00": 20, "2026-03-02 11:30:00": 20}
    assert [text.partition(" ·")[0] for text in drawn.layout.yaxis.ticktext[:4]] == ["Workshop", "1", "2", "3"]


def test_a_bar_says_how_many_were_in_its_breakout_where_it_is_known() -> None:
    bars = workshop(3).assign(participants_source="exact")
    bars.loc[1, "participants"] = None
    assert list(timeline_chart(bars).layout.yaxis.ticktext) == ["Workshop", "1", "2 · 2 people", "3 · 3 people"]


def history(name: str = "Class") -> pd.DataFrame:
    weeks = [2, 9, 16]
    ds = dataset(
        [
            room_session(f"c{d}", "r", f"2026-03-{d:02d} 10:00", f"2026-03-{d:02d} 11:00", entry_name=name)
            for d in weeks
        ],
        [attendance(f"c{d}", "r", f"u{n}", 30, 0.9) for d in weeks for n in range(d)],
    )
    return room_history(ds, "r")


def test_a_rooms_history_is_a_point_a_session_and_its_median() -> None:
    figure = room_history_chart(history(), "unique_attendees")
    line = figure.data[0]
    assert list(line.y) == [2, 9, 16]
    assert [data[0] for data in line.customdata] == ["c2", "c9", "c16"]
    assert figure.layout.shapes[0].y0 == 9
    assert line.hovertext[0] == "Mon 2 Mar 2026, 10:00: 2 unique attendees."


def test_a_rooms_history_in_words() -> None:
    said = alt_room_history(history(), "unique_attendees")
    assert said == (
        "2 unique attendees in the session of Mon 2 Mar 2026, 16 unique attendees in that of Mon 16 Mar 2026; "
        "the median of 3 sessions is 9 unique attendees."
    )


def test_of_more_sessions_the_last_ones_are_set_against_those_before_as_a_fall_is_found() -> None:
    days, sizes = range(1, 9), (30, 25, 28, 27, 14, 8, 7, 4)
    rooms = [room_session(f"c{d}", "r", f"2026-03-{d:02d} 10:00", f"2026-03-{d:02d} 11:00") for d in days]
    rooms[-1] = room_session("c8", "r", "2026-03-08 10:00", "2026-03-08 10:00")  # still runs
    people = [
        attendance(f"c{d}", "r", f"u{n}", 30, 0.9) for d, size in zip(days, sizes, strict=True) for n in range(size)
    ]
    ds = dataset(rooms, people, fetched="2026-03-08 10:30")
    first = "The median of the last 3 ended sessions is 8 unique attendees, that of the 4 before 27.5 unique attendees"
    said = alt_room_history(room_history(ds, "r"), "unique_attendees")
    assert said == (
        f"{first}; that of all 8, running ones included, is 19.5 unique attendees. "
        "The last that ended, on Sat 7 Mar 2026: 7 unique attendees."
    )
    assert finding("Unique attendees, session by session", said) == f"{first}."
    fell = fallen_and_unusual(ds)[0].iloc[0]
    assert (fell["recent"], fell["before"]) == (8, 27.5)
    ended = room_history(ds, "r").head(7)
    assert "; that of all 7 is 25 unique attendees. The last" in alt_room_history(ended, "unique_attendees")


@pytest.mark.parametrize("measure", ROOM_MEASURES)
def test_every_measure_can_be_drawn_or_is_empty(measure: str) -> None:
    assert room_history_chart(history(), measure).data
    assert not room_history_chart(history().head(0), measure).data
    assert "not known" in alt_room_history(history().head(0), measure)


def test_the_most_sessions_at_once() -> None:
    ds = dataset(
        [
            room_session("a", "r", "2026-03-02 10:00", "2026-03-02 11:00"),
            room_session("b", "s", "2026-03-02 10:30", "2026-03-02 11:30"),
            room_session("c", "r", "2026-03-04 10:00", "2026-03-04 11:00"),
        ]
    )
    table = sessions_at_once_by_day(ds)
    assert list(at_once_chart(table).data[0].y) == [2, 0, 1]
    assert alt_at_once(table) == "At most 2 sessions ran at once, on Mon 2 Mar 2026."
    assert alt_at_once(table.assign(peak=[1, 2, 2])) == (
        "At most 2 sessions ran at once, on Tue 3 Mar 2026 and 1 other day."
    )
    assert not at_once_chart(table.head(0)).data


def test_names_are_never_markup() -> None:
    bars = workshop().assign(label=EVIL)
    figure = timeline_chart(bars)
    for text in (*figure.layout.yaxis.ticktext, *figure.data[1].hovertext):
        assert "<a" not in text
        assert "$x$" not in text
    assert EVIL[:20] in unescape(figure.data[1].hovertext[0])
