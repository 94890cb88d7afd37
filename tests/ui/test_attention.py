from kaltura.metrics.anomalies import Anomaly
from kaltura.ui.attention import _query, first_of_each_kind


def test_a_link_leads_to_the_place() -> None:
    assert _query(Anomaly("breakouts_empty", "low", "One.", "breakouts", cue_point_ids=("b1",))) == {
        "part": "Need a look"
    }
    assert _query(Anomaly("far_from_usual", "low", "One.", "sessions", cue_point_ids=("c1",))) == {"session": "c1"}
    assert _query(Anomaly("room_fell", "low", "One.", "sessions", room_id="r")) == {"room_history": "r"}


def test_of_many_rooms_and_sessions_the_first_are_named_and_all_else_stays() -> None:
    def of(kind: str, count: int) -> list[Anomaly]:
        return [Anomaly(kind, "low", f"{kind} {number}.", "sessions") for number in range(count)]

    found = [*of("ledger", 7), *of("room_fell", 7), *of("session_unusual", 3)]
    assert first_of_each_kind(found) == [*of("ledger", 7), *of("room_fell", 5), *of("session_unusual", 3)]
