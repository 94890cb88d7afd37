"""No chart carries more points than a browser draws at once, however much there is to draw.

One room with a session a day for many years, each with a breakout, and one person in all of them: nothing here is
small because rooms, weeks or people are few.
"""

import json
from base64 import b64decode
from datetime import datetime, timedelta
from functools import cache
from typing import Any, get_args

import pytest

from kaltura.dataset import Dataset
from kaltura.metrics.periods import Period
from kaltura.ui.hiding import person_keys
from kaltura.ui.navigation import ROOT
from tests.builders import attendance, breakout, dataset, room_session
from tests.ui.apps import app

MOST = 5_000
SESSIONS = 5_200
FIRST = datetime(2012, 1, 2, 10)


@cache
def years() -> Dataset:
    starts = [FIRST + timedelta(days=number) for number in range(SESSIONS)]
    held = [(f"c{number}", at, at + timedelta(minutes=50)) for number, at in enumerate(starts)]
    split = [
        (f"b{number}{group}", f"1_split{group}", at + timedelta(minutes=5), at + timedelta(minutes=9 + number % 30))
        for number, at in enumerate(starts)
        for group in "xy"
    ]
    return dataset(
        [room_session(cue, "1_room", f"{start}", f"{end}") for cue, start, end in held],
        [
            attendance(cue, "1_room", "u1", 10 + number % 40, 0.5 + number % 9 / 20)
            for number, (cue, *_) in enumerate(held)
        ]
        + [attendance(cue, room, "u1", 3, 0.5 + number % 7 / 20) for number, (cue, room, *_) in enumerate(split)],
        [breakout(cue, room, "1_room", f"{start}", f"{end}", 2) for cue, room, start, end in split],
    )


def points(spec: str) -> int:
    """What a Plotly figure draws: the longest list of each trace, or the cells of a grid."""
    return sum(_marks(trace) for trace in json.loads(spec)["data"])


def _marks(trace: dict[str, Any]) -> int:
    keys = ("z",) if trace["type"] == "heatmap" else ("x", "y", "ids")
    return max((_length(trace[key]) for key in keys if key in trace), default=0)


def _length(values: Any) -> int:
    """Of a list, a list of lists, or numbers as Plotly packs them."""
    if isinstance(values, dict):
        return len(b64decode(values["bdata"])) // int(values["dtype"][-1])
    return sum(len(value) if isinstance(value, list) else 1 for value in values)


@pytest.mark.parametrize(
    ("address", "at_least", "query", "chosen"),
    [
        ("overview", 4, {}, {}),
        ("attendance", 3, {}, {"part": "How long they stay"}),
        ("attendance", 3, {}, {"part": "Who comes back"}),
        ("attendance", 3, {}, {"part": "User types"}),
        ("engagement", 4, {}, {}),
        ("breakouts", 3, {}, {}),
        ("breakouts", 5, {}, {"part": "Sessions"}),
        ("sessions", 1, {}, {}),
        ("sessions", 1, {"room_history": "1_room"}, {}),
        ("sessions", 1, {"session": "c5000"}, {}),
        ("people", 1, {"person": "u1"}, {}),
        ("data_quality", 2, {}, {}),
    ],
)
def test_no_chart_carries_more_points_than_a_browser_draws_at_once(
    address: str, at_least: int, query: dict[str, str], chosen: dict[str, str]
) -> None:
    if "person" in query:
        query = {"person": person_keys(years())[query["person"]]}
    test = app(years(), dates="All dates", **query)
    for key, value in chosen.items():
        test.session_state[key] = value
    if address != "overview":
        test.switch_page(str(ROOT / "pages" / f"{address}.py"))
    for fitting in get_args(Period):
        test.session_state[f"{address}_period_{fitting}"] = "day"
    test.run()
    assert not test.exception
    drawn = [points(chart.proto.spec) for chart in test.get("plotly_chart")]
    assert len(drawn) >= at_least
    assert max(drawn) <= MOST
