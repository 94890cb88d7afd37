from datetime import date
from zoneinfo import ZoneInfo

from kaltura.ui.choices import choices_of
from tests.builders import dataset, room_session
from tests.ui.apps import small


def test_what_can_be_chosen() -> None:
    choices = choices_of(small())
    assert choices.rooms == {
        "1_bio_a": "Biology · 1_bio_a",
        "1_bio_b": "Biology · 1_bio_b",
        "1_chem": "Chemistry",  # its breakout room is part of it, and no choice of its own
    }
    assert choices.events == {"7": "Open day"}
    assert choices.user_types == ("Guest", "User")
    assert choices.days(ZoneInfo("UTC")) == (date(2026, 10, 5), date(2026, 10, 19))


def test_an_event_leaves_the_rooms_that_were_in_it() -> None:
    choices = choices_of(small())
    assert choices.rooms_in(["7"]) == ["1_chem"]
    assert choices.rooms_in(["7", "gone"]) == ["1_chem"]
    assert choices.rooms_in(["gone"]) == []
    assert choices.rooms_in([]) == ["1_bio_a", "1_bio_b", "1_chem"]


def test_days_are_local() -> None:
    late = dataset([room_session("c1", "r1", "2026-10-05 23:30", "2026-10-06 00:30")])
    assert choices_of(late).days(ZoneInfo("Europe/Berlin")) == (date(2026, 10, 6), date(2026, 10, 6))


def test_no_data_offers_nothing() -> None:
    choices = choices_of(dataset())
    assert (choices.rooms, choices.events, choices.user_types) == ({}, {}, ())
    assert choices.days(ZoneInfo("UTC")) is None
