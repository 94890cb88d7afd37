"""Presence → who viewed how long within a window, and how many there were as Kaltura estimates it."""

import math

import numpy as np
import polars as pl

from kaltura.demo.account import Account
from kaltura.demo.report_params import Asked

REGISTERS = 2048  # of a HyperLogLog sketch; its error is about 1.5 % for a hundred people
MINUTE = 60


def viewing(account: Account, asked: Asked, sessions: pl.DataFrame) -> pl.DataFrame:
    """Per (session, person): `seconds` viewed and `engaged` seconds within the window, for the sessions given."""
    inside = pl.min_horizontal("end", pl.lit(asked.end)) - pl.max_horizontal("start", pl.lit(asked.start))
    wanted = sessions["session"].implode()
    everyone = account.sessions.height == sessions.height
    return (
        account.presence.lazy()
        .filter(
            pl.col("start") < asked.end,
            pl.col("end") > asked.start,
            *([] if everyone else [pl.col("session").is_in(wanted)]),
        )
        .select("session", "person", seconds=inside, engaged=inside * pl.col("engaged"))
        .group_by("session", "person")
        .agg(pl.col("seconds", "engaged").sum())
        .collect()
    )


def per_session(seen: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`viewing` per session: seconds, engaged, and `users`, the estimate of how many different people."""
    registers = pl.DataFrame({"person": people["person"], "register": _registers(people)})
    filled = pl.col("register").n_unique().clip(0, REGISTERS - 1)
    # Linear counting, which HyperLogLog uses at the size of any room; floored, as Kaltura does.
    users = (-REGISTERS * (1 - filled / REGISTERS).log(math.e)).floor().cast(pl.Int64)
    return (
        seen.join(registers, on="person", how="left")
        .group_by("session")
        .agg(pl.col("seconds", "engaged").sum(), users=users)
    )


def ratio() -> pl.Expr:
    """Engaged part of the time viewed; null when nobody viewed."""
    return pl.when(pl.col("seconds") > 0).then(pl.col("engaged") / pl.col("seconds"))


def parties(people: pl.DataFrame) -> pl.DataFrame:
    """person → `party`: who cannot be told apart in a report is one row there, as anonymous viewers are."""
    return people.select("person", party=pl.col("person").first().over("user_id", "name", "email", "user_type"))


def _registers(people: pl.DataFrame) -> pl.Series:
    # An anonymous viewer counts as one; somebody known by two names counts once.
    known = pl.col("person").first().over("user_id")
    who = people.select(pl.when(pl.col("user_id").is_null()).then("person").otherwise(known)).to_series().to_numpy()
    return pl.Series(mixed(who.astype(np.uint64)) % np.uint64(REGISTERS))


def mixed(values: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Bits well spread (a splitmix64 finaliser): the same on every machine and release, unlike a library's hash."""
    with np.errstate(over="ignore"):
        mixed = (values + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
