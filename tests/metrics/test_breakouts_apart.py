from dataclasses import replace
from datetime import date

import polars as pl

from kaltura.filters import Filters
from kaltura.metrics.breakouts_apart import apart_sentence, breakouts_apart
from tests.builders import attendance, breakout, dataset, room_session

# A class from 23:00 to 1:00 with a round of breakouts before midnight and one after.
DS = dataset(
    [room_session("m", "r", "2026-03-02 23:00", "2026-03-03 01:00")],
    [attendance("m", "r", "a", 100, 1.0, user_type="Guest"), attendance("b1", "g1", "a", 10, 1.0)],
    [
        breakout("b1", "g1", "r", "2026-03-02 23:20", "2026-03-02 23:40", 1),
        breakout("b2", "g2", "r", "2026-03-03 00:10", "2026-03-03 00:20", 2),
        breakout("b3", "g3", "r", "2026-03-03 00:10", "2026-03-03 00:20", 2),
    ],
)


def on(first: int, last: int, **more: tuple[str, ...]) -> int:
    return breakouts_apart(DS.select(Filters(date(2026, 3, first), date(2026, 3, last), **more)), DS)


def test_a_day_takes_apart_what_runs_over_midnight() -> None:
    assert on(2, 2) == 2  # the main session without its second round
    assert on(3, 3) == 2  # the second round without its main session
    assert (on(2, 3), on(1, 1), breakouts_apart(DS, DS)) == (0, 0, 0)


def test_of_some_people_nothing_is_said() -> None:
    assert on(2, 2, user_types=("Guest",)) == 0


def test_of_sessions_or_breakouts_that_were_chosen_nothing_is_said() -> None:
    for chosen in (Filters(sessions=("m",)), Filters(parents=("r",))):
        assert breakouts_apart(DS.select(chosen), DS) == 0


def test_a_breakout_room_that_was_chosen_alone_has_no_main_session_on_purpose() -> None:
    assert on(3, 3, rooms=("g2",)) == 0
    assert on(3, 3, rooms=("r",)) == 2
    asked = replace(DS, provenance=replace(DS.provenance, requested=Filters(rooms=("g2",))))
    assert breakouts_apart(asked.select(Filters(date(2026, 3, 3), date(2026, 3, 3))), asked) == 0


def test_an_event_that_only_one_of_the_two_has_takes_nothing_apart_by_days() -> None:
    def of_event(first: int, last: int, *tagged: str) -> int:
        tags = pl.DataFrame({"cue_point_id": tagged, "event_id": ["e"] * len(tagged)}, schema=DS.event_tags.schema)
        ds = replace(DS, event_tags=tags)
        return breakouts_apart(ds.select(Filters(date(2026, 3, first), date(2026, 3, last), events=("e",))), ds)

    assert of_event(2, 3, "b2") == 0
    assert of_event(3, 3, "b2") == 0
    assert of_event(2, 2, "m", "b1", "b2") == 1


def test_the_sentence_says_what_it_means() -> None:
    assert apart_sentence(0) == ""
    assert apart_sentence(1).startswith("1 breakout session lies on another day")
    assert "participation, lift and evenness are without them" in apart_sentence(2)
