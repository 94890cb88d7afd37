import polars as pl
import pytest

from kaltura.demo.account import PEOPLE
from kaltura.demo.viewing import parties, per_session


def crowd(size: int, first: int = 0) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`viewing` of one session with these people, and the people."""
    people = pl.DataFrame(
        {"person": range(first + size), "user_id": [f"u{n}" for n in range(first + size)]},
        schema_overrides={"person": pl.UInt32},
    ).with_columns(*(pl.lit(None, pl.String).alias(name) for name in ("name", "email", "user_type")))
    everyone = people.select(list(PEOPLE)).slice(first)
    seen = everyone.select("person", session=pl.lit(0, pl.UInt32), seconds=pl.lit(60), engaged=pl.lit(60))
    return seen, people.select(list(PEOPLE))


def estimate(size: int, first: int = 0) -> int:
    return int(per_session(*crowd(size, first))["users"].item())


def test_few_people_are_counted_exactly() -> None:
    assert [estimate(n) for n in range(1, 8)] == list(range(1, 8))


def test_many_people_are_estimated_with_a_small_error() -> None:
    errors = [estimate(400, first) / 400 - 1 for first in range(0, 20_000, 400)]
    assert 0 < max(map(abs, errors)) < 0.06
    assert abs(sum(errors)) / len(errors) < 0.01
    assert len(set(errors)) > 5


def test_the_estimate_is_always_the_same() -> None:
    assert estimate(3000) == estimate(3000) == pytest.approx(3000, rel=0.08)


def test_more_people_than_the_sketch_can_hold_do_not_break_it() -> None:
    assert estimate(40_000) > 10_000


def test_who_cannot_be_told_apart_is_one_party() -> None:
    people = pl.DataFrame(
        [
            (0, "a", "A", None, "User"),
            (1, None, None, None, None),
            (2, None, None, None, None),
            (3, None, "Al", None, None),
        ],
        PEOPLE,
        orient="row",
    )
    assert parties(people)["party"].to_list() == [0, 1, 1, 3]
