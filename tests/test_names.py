from hypothesis import given
from hypothesis import strategies as st

from kaltura.names import distinct, short


def test_short_cuts_with_an_ellipsis() -> None:
    assert short("abcdef", 4) == "abc…"
    assert short("abcd", 4) == "abcd"
    assert short(" two\n lines ") == "two lines"


def test_distinct_tells_rooms_of_one_name_apart() -> None:
    names = {"1_a": "Biology", "1_b": "Biology", "1_c": "Chemistry", "1_d": None, "1_e": ""}
    assert distinct(names) == {
        "1_a": "Biology · 1_a",
        "1_b": "Biology · 1_b",
        "1_c": "Chemistry",
        "1_d": "(no name) · 1_d",
        "1_e": "(no name) · 1_e",
    }


@given(st.dictionaries(st.text("ab1_", min_size=1, max_size=4), st.one_of(st.none(), st.text("ab ·1_", max_size=6))))
def test_distinct_labels_are_distinct(names: dict[str, str | None]) -> None:
    labels = distinct(names)
    assert len(set(labels.values())) == len(names)
