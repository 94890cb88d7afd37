"""The numbers that definitions name are the numbers that the code uses."""

import pytest

from kaltura.metrics import anomalies, breakout_groups, overlaps, room_anomalies, usual
from kaltura.metrics.at_risk import Risk
from kaltura.metrics.definitions import DEFINITIONS
from kaltura.metrics.room_attendance import RECENT
from kaltura.metrics.rule import BORDERLINE_MINUTES, Rule
from kaltura.metrics.small_numbers import FEW

ATTENDEES, LENGTH, ENGAGEMENT = (
    room_anomalies.MEASURES[name] for name in ("unique_attendees", "duration_minutes", "engagement_rate")
)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("decision", f"{Rule().threshold * 100:g} % by default"),
        ("decision", f"{Rule().tolerance_minutes:g} minutes"),
        ("decision", f"{Rule().floor_minutes:g} minute)"),
        ("borderline", f"within {BORDERLINE_MINUTES:g} minute"),
        ("at_risk", f"at least {Risk().seen_at_least} sessions"),
        ("at_risk", f"its last {Risk().misses_in_row}"),
        ("at_risk", f"{Risk().fall * 100:g} points"),
        ("at_risk", f"its last {RECENT} sessions"),
        ("certificate", f"{Risk().required_share * 100:g} % by default"),
        ("overlapping_presence", f"over {overlaps.TOLERANCE_MINUTES:g} minute"),
        ("usual", f"fewer than {usual.OTHERS} others"),
        ("room_fell", f"last {room_anomalies.RECENT} sessions"),
        ("room_fell", f"{room_anomalies.FALL * 100:g} % or more"),
        ("room_fell", f"at least {room_anomalies.BEFORE} sessions"),
        ("room_fell", f"{room_anomalies.LEAST_PEOPLE} attendees or more"),
        ("session_unusual", f"{room_anomalies.FAR:g} robust standard deviations"),
        ("session_unusual", f"{room_anomalies.AT_LEAST} or more sessions"),
        ("session_unusual", f"at least {ATTENDEES.least:g} attendees"),
        ("session_unusual", f"{LENGTH.least:g} minutes"),
        ("session_unusual", f"{ENGAGEMENT.least * 100:g} points"),
        ("session_unusual", f"Only the engagement of {FEW} people or more"),
        ("left_open", f"{anomalies.LEFT_OPEN_HOURS:g} hours"),
        ("without_attendees", f"{anomalies.WITHOUT_ATTENDEES * 100:g} %"),
    ],
)
def test_a_definition_names_the_number_in_use(key: str, words: str) -> None:
    text = " ".join(DEFINITIONS[key].text.split())
    assert words in text


def test_over_full_is_twice_the_mean() -> None:
    assert breakout_groups.OVER_FULL == 2
    assert "more than twice the mean" in DEFINITIONS["breakout_flags"].text
    assert (ATTENDEES.part, LENGTH.part) == (0.5, 1.0)
    assert "half the median" in DEFINITIONS["session_unusual"].text
    assert "the whole median" in DEFINITIONS["session_unusual"].text
    assert f"{room_anomalies.TO_SIGMA:g}" in DEFINITIONS["session_unusual"].formula
