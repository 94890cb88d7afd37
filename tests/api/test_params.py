"""The params field: what was asked for is what the server reads back."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaltura.api.errors import UsageError
from kaltura.api.params import params_text

KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1)
VALUES = st.lists(st.text(max_size=12), max_size=4)


def read_as_the_server_does(text: str) -> dict[str, list[str]]:
    """Split at ";", trimmed, each pair at its first "=", lists at ","."""
    pairs = [pair.strip().split("=", 1) for pair in text.split(";") if pair.strip()]
    return {key: value.split(",") for key, value in pairs}


def test_by_hand() -> None:
    params = {"from_date": 1, "to_date": "2", "entry_ids": ["1_a", " 1_b "], "user_ids": ["a=b"], "cue_point_ids": []}
    assert params_text(params) == "from_date=1;to_date=2;entry_ids=1_a,1_b;user_ids=a=b"


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_the_server_reads_what_was_meant_or_it_is_refused(params: dict[str, list[str]]) -> None:
    meant = {key: [v.strip() for v in values if v.strip()] for key, values in params.items()}
    try:
        text = params_text(params)
    except UsageError:
        sent = [value for values in params.values() for value in values]
        assert any(";" in value or "," in value or not value.isprintable() for value in sent)
        return
    assert read_as_the_server_does(text) == {key: values for key, values in meant.items() if values}


@given(st.text(min_size=1), st.sampled_from(";,"))
def test_an_item_with_a_separator_is_always_refused(text: str, separator: str) -> None:
    assume(text.strip())
    with pytest.raises(UsageError):
        params_text({"entry_ids": [text + separator]})


@pytest.mark.parametrize("key", ["users", "user_ids"])
def test_of_a_user_id_the_advice_is_about_users(key: str) -> None:
    with pytest.raises(UsageError) as refused:
        params_text({key: ["a;b"]})
    assert refused.value.next_step == "Check the ID; or fetch everybody, and the person is among them."
    with pytest.raises(UsageError, match="no way to ask") as refused:
        params_text({"rooms": ["a;b"]})
    assert "1_ab12cd34" in refused.value.next_step
