import pandas as pd
import pytest

from kaltura.metrics.shown_names import in_order, shown_name, shown_names


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA, "", " "])
def test_without_a_name_the_user_id_stands_for_the_person(unknown: object) -> None:
    assert shown_name(unknown, "39E3F9E2") == "39E3F9E2"
    assert shown_name(unknown, unknown, "z@x.org") == "z@x.org"
    assert shown_name("Amara", "a1") == "Amara"
    assert shown_name(unknown, unknown) == ""


def test_signs_come_after_letters_and_digits_and_nobody_last() -> None:
    names = pd.Series(["=1+1", "bo", None, "Ada", "<a>", "Émile", "3rd lab", "李"], dtype="str")
    ordered = names.to_frame("name").sort_values("name", key=in_order)["name"]
    assert ordered.tolist()[:-1] == ["3rd lab", "Ada", "bo", "Émile", "李", "<a>", "=1+1"]
    assert ordered.isna().iloc[-1]


def test_names_of_a_table() -> None:
    table = pd.DataFrame(
        {"user_name": ["Amara", None, None], "user_id": ["a", "b", None], "user_email": [None, "b@x", "c@x"]}
    )
    assert shown_names(table).tolist() == ["Amara", "b", "c@x"]
    assert shown_names(table.drop(columns="user_email")).tolist() == ["Amara", "b", ""]
    assert shown_names(table.head(0)).tolist() == []


def test_namesakes_are_told_apart_by_their_ids() -> None:
    table = pd.DataFrame(
        {
            "user_name": ["Amara Becker", "amara becker", "Amara Becker", "Bo", "Bo", "Cy", "Cy"],
            "user_id": ["a1", "a2", None, "b", "b", None, None],
            "user_email": [None, None, "a3@x.org", None, None, None, None],
        }
    )
    assert shown_names(table).tolist() == [
        "Amara Becker (a1)",
        "amara becker (a2)",
        "Amara Becker (a3@x.org)",
        "Bo",  # one person, twice in the table
        "Bo",
        "Cy",  # nothing tells them apart
        "Cy",
    ]
