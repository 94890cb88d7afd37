from kaltura.metrics.usual import OTHERS, against_usual
from tests.builders import attendance, dataset, room_session


def weekly(*audiences: int, minutes: int = 60) -> tuple[list[dict], list[dict]]:  # type: ignore[type-arg]
    days = [f"2026-{3 + n // 4:02d}-{1 + 7 * (n % 4):02d}" for n in range(len(audiences))]
    rooms = [room_session(f"m{n}", "r1", f"{day} 10:00", f"{day} 11:00") for n, day in enumerate(days)]
    rows = [
        attendance(f"m{n}", "r1", f"u{person}", minutes, 0.9)
        for n, audience in enumerate(audiences)
        for person in range(audience)
    ]
    return rooms, rows


def test_median_and_quartiles_are_of_the_others() -> None:
    table = against_usual(dataset(*weekly(10, 20, 30, 40, 3)), "m4").set_index("measure")
    row = table.loc["unique_attendees"]
    assert (row["value"], row["median"], row["q1"], row["q3"], row["sessions"]) == (3, 25, 17.5, 32.5, 4)
    assert row["position"] == "below"
    assert table.loc["duration_minutes", "position"] == "within"


def test_a_room_with_few_sessions_has_no_usual() -> None:
    assert OTHERS == 4
    table = against_usual(dataset(*weekly(10, 20, 30, 3)), "m3")
    assert table["position"].isna().all()
    assert table["sessions"].max() == 3


def test_other_rooms_and_running_sessions_do_not_count() -> None:
    rooms, rows = weekly(10, 20, 30, 40, 50)
    rooms += [
        room_session("run", "r1", "2026-05-01 10:00", "2026-05-01 10:00"),
        room_session("else", "r2", "2026-05-01 10:00", "2026-05-01 10:30"),
    ]
    row = against_usual(dataset(rooms, rows), "m4").set_index("measure").loc["unique_attendees"]
    assert (row["sessions"], row["median"], row["position"]) == (4, 25, "above")


def test_an_unknown_session_gives_no_rows() -> None:
    assert against_usual(dataset(), "m").empty


def test_what_still_runs_is_not_compared_with_whole_sessions() -> None:
    rooms, rows = weekly(10, 20, 30, 40)
    rooms.append(room_session("run", "r1", "2026-05-01 10:00", "2026-05-01 10:00"))
    rows.append(attendance("run", "r1", "u1", 5, 0.9))
    table = against_usual(dataset(rooms, rows), "run").set_index("measure")
    assert table["position"].isna().all()
    assert table.loc["unique_attendees", "median"] == 25
