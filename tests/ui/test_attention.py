from kaltura.metrics.anomalies import Anomaly
from kaltura.ui.attention import _query


def test_a_link_leads_to_the_place() -> None:
    assert _query(Anomaly("breakouts_empty", "low", "One.", "breakouts", cue_point_ids=("b1",))) == {
        "part": "Need a look"
    }
    assert _query(Anomaly("far_from_usual", "low", "One.", "sessions", cue_point_ids=("c1",))) == {"session": "c1"}
    assert _query(Anomaly("room_fell", "low", "One.", "sessions", room_id="r")) == {"room_history": "r"}
