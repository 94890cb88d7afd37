"""What hosts are called: one name for one host, whatever is selected."""

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.pseudonyms import hide_names
from kaltura.metrics.rooms import hosts
from kaltura.metrics.sessions import main_sessions
from tests.builders import attendance, dataset, room_session

A = ("2026-03-02 10:00", "2026-03-02 11:00")
B = ("2026-03-03 10:00", "2026-03-03 10:30")


def held(*names: tuple[str, str | None]) -> Dataset:
    """A session for each host, who attends it under this name; and one whose host is not among the attendees."""
    sessions = [room_session(f"s-{user}", "r", *A, session_host_user_id=user) for user, _ in names]
    rows = [attendance(f"s-{user}", "r", user, 60, 1.0, user_name=name) for user, name in names]
    rows.append(attendance(f"s-{names[0][0]}", "r", "visitor", 5, 1.0, user_type="Guest"))
    return dataset([*sessions, room_session("s-away", "r", *B, session_host_user_id="away")], rows)


def called(ds: Dataset) -> dict[str, str]:
    return dict(hosts(ds)[["host", "host_name"]].itertuples(index=False))


def test_a_host_among_the_attendees_has_a_name_and_others_keep_their_id() -> None:
    ds = held(("u1", "Ada Lovelace"), ("u2", None))
    assert called(ds) == {"u1": "Ada Lovelace", "u2": "u2", "away": "away"}
    by_session = main_sessions(ds).set_index("cue_point_id")["host_name"]
    assert by_session.to_dict() == {"s-u1": "Ada Lovelace", "s-u2": "u2", "s-away": "away"}


def test_a_name_stays_when_the_host_is_not_among_those_selected() -> None:
    ds = held(("u1", "Kim Lee"), ("u2", "kim lee"))
    assert called(ds) == {"u1": "Kim Lee (u1)", "u2": "kim lee (u2)", "away": "away"}
    assert called(ds.select(Filters(user_types=("Guest",)))) == {"u1": "Kim Lee (u1)"}
    assert called(ds.select(Filters(sessions=("s-u2",)))) == {"u2": "kim lee (u2)"}


def test_a_session_without_a_host_has_no_host_name() -> None:
    ds = dataset([room_session("s", "r", *A, session_host_user_id=None)])
    assert main_sessions(ds)["host_name"].isna().all()
    assert hosts(ds).empty


def test_hidden_hosts_are_called_by_their_pseudonym() -> None:
    table = hosts(hide_names(held(("u1", "Ada Lovelace")), b"key"))
    assert (table["host_name"] == table["host"]).all()
    assert table["host_name"].str.startswith("Person ").all()
