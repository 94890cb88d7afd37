import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltura.demo.cells import number, or_none_word


def printed(value: float) -> str:
    return str(pl.DataFrame({"v": [value]}).select(number(pl.col("v"))).item())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (60.0, "60"),
        (0.0, "0"),
        (1.0, "1"),
        (2580.0, "2580"),
        (0.5, "0.5"),
        (10 / 60, "0.16666666666667"),
        (47 + 1 / 6, "47.166666666667"),
        (0.0001, "0.0001"),
        (6.5e-5, "6.5E-5"),
        (1e-5, "1.0E-5"),
        (10 / 154_800, "6.4599483204134E-5"),
    ],
)
def test_numbers_look_as_php_prints_them(value: float, text: str) -> None:
    assert printed(value) == text


@given(st.just(0.0) | st.floats(1e-12, 1e9))  # ten seconds in 26 weeks is 6e-7
def test_a_printed_number_is_the_number(value: float) -> None:
    assert float(printed(value)) == pytest.approx(value, rel=1e-13)


def test_none_is_said_in_three_ways() -> None:
    frame = pl.DataFrame(
        {"user_id": [None, None, None, "ann"], "row": [0, 1, 2, 3]}, schema_overrides={"row": pl.UInt32}
    )
    assert frame.select(or_none_word("user_id", "row")).to_series().to_list() == ["", "0", "Unknown", "ann"]
