from kaltura.charts.people import LOOKS, alt_person_history, alt_roster, person_history_chart, roster_chart
from kaltura.charts.theme import DISENGAGED, MAIN
from kaltura.metrics.absentees import absences_by_session
from kaltura.metrics.people import NOT_SEEN, person_history
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import ABSENT, BRIEF, NOT_JUDGED, PARTIAL, PRESENT, UNDECIDED, Rule
from tests.metrics.class_cases import weekly_class

CLASS = {"ada": [60, 20, None, 72], "bob": [60, 60, 60, 60]}


def test_a_persons_sessions_by_decision() -> None:
    table = person_history(weekly_class(CLASS), "ada", Rule())
    figure = person_history_chart(table, 0.75)
    drawn = {trace.name: list(trace.y) for trace in figure.data}
    assert {name: sorted(values) for name, values in drawn.items()} == {
        "Present": [1.0, 1.0],  # 72 of 60 minutes is drawn at 100 %
        "Partial": [20 / 60],
        "Not seen": [0.0],
    }
    assert figure.layout.shapes[0].y0 == 0.75
    assert alt_person_history(table) == "Of 4 sessions of the person's rooms: 2 present, 1 partial, 1 not seen."
    assert "20.0 of 60.0 min" in figure.data[1].hovertext[0]


def test_every_decision_has_its_look_and_shade_and_shape_agree() -> None:
    assert set(LOOKS) == {PRESENT, PARTIAL, BRIEF, ABSENT, UNDECIDED, NOT_JUDGED, NOT_SEEN}
    assert LOOKS[PRESENT][0] == MAIN
    assert LOOKS[ABSENT][0] == DISENGAGED
    assert LOOKS[ABSENT][1] != LOOKS[PRESENT][1]


def test_a_roster_session_by_session() -> None:
    ds = weekly_class(CLASS)
    table = absences_by_session(ds, Rule(), read_roster("r.csv", b"user_id\nada\nbob\nzoe\n"))
    figure = roster_chart(table)
    drawn = {trace.name: list(trace.y) for trace in figure.data}
    assert drawn["Present"] == [2, 1, 1, 2]
    assert drawn["Absent"] == [1, 1, 2, 1]
    assert "2 of 3 Absent (67\u00a0%)" in figure.data[-1].hovertext[2]
    assert alt_roster(table) == "Most were absent on Mon 16 Mar 2026 in Room r: 2 of 3 people of the roster."
    seen = absences_by_session(ds, Rule(), read_roster("r.csv", b"user_id\nbob\n"))
    assert alt_roster(seen) == "Nobody of the roster was absent from a session of this selection."
    assert "Not judged" not in drawn
    judged = absences_by_session(ds, Rule(user_types=("Guest",)), read_roster("r.csv", b"user_id\nada\nbob\nzoe\n"))
    drawn = {trace.name: list(trace.y) for trace in roster_chart(judged).data}
    assert drawn["Not judged"] == [2, 2, 1, 2]
    assert drawn["Absent"] == [1, 1, 2, 1]


def test_names_are_never_markup() -> None:
    table = person_history(weekly_class(CLASS), "ada", Rule()).assign(room_name="<a href='x'>$x$</a>")
    figure = person_history_chart(table, 0.75)
    assert all("<a" not in text and "$x$" not in text for trace in figure.data for text in trace.hovertext)


def test_nothing_to_draw() -> None:
    table = person_history(weekly_class(CLASS), "ada", Rule()).head(0)
    assert not person_history_chart(table, 0.75).data
    assert "No session" in alt_person_history(table)
    held = absences_by_session(weekly_class(CLASS), Rule(), read_roster("r.csv", b"user_id\nada\n")).head(0)
    assert not roster_chart(held).data
    assert "No session" in alt_roster(held)
