"""Hide names: the same Dataset with people under stable pseudonyms, for sharing a screen or a file."""

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from kaltura.dataset import SESSION_SCHEMA, Dataset
from kaltura.filters import Filters
from kaltura.reports.columns import COLUMNS
from kaltura.reports.problems import Problem

HIDDEN = "(hidden)"
PREFIX = "Person "
PERSONAL = ("user_id", "user_name", "user_email", "session_host_user_id", "session_initiator", "host", "host_name")
_DIGITS = 12  # 48 bits: among 100,000 people two share one in 1 of 50,000 cases
# Examples of a fetch also have the window that was asked for, the rows in it, and Kaltura's estimate of them.
_ROOMS_AND_SESSIONS = frozenset(
    {column.name for columns in COLUMNS.values() for column in columns if column.is_text} | {*SESSION_SCHEMA, "window"}
) - set(PERSONAL)
_NUMBERS = frozenset(column.name for columns in COLUMNS.values() for column in columns if not column.is_text) | {
    "rows",
    "estimate",
}


def hide_names(ds: Dataset, key: bytes) -> Dataset:
    """The Dataset with names, e-mails and user IDs replaced by pseudonyms such as "Person 7F3A2C09B1D4".

    A pseudonym is a keyed hash (HMAC-SHA256) of the user ID: with one key the same person has the same one in every
    table, fetch and file, and without the key nobody can compute it. Hosts and initiators who are attendees get
    theirs; an anonymous viewer gets one of their name and address, and stays without a user ID. A missing name or
    e-mail stays missing. Room names stay: they are not people. Rows, sums and counts are unchanged. User filters of
    the selection, and in problems the examples and the IDs that were asked for, are hidden too. Raises ValueError for
    an empty key.
    """
    names = Names(ds, key)
    asked = {*ds.selection.users, *ds.provenance.requested.users}
    return replace(
        ds,
        attendances=names.of_attendances().lazy(),
        room_sessions=_replaced(ds.room_sessions, "session_host_user_id", names),
        breakout_sessions=_replaced(ds.breakout_sessions, "session_initiator", names),
        sessions=_replaced(ds.sessions, "host", names).with_columns(host_name="host"),
        problems=tuple(_hidden(problem, names, asked) for problem in ds.problems),
        selection=_filters(ds.selection, names),
        provenance=replace(ds.provenance, requested=_filters(ds.provenance.requested, names)),
        names_hidden=True,
    )


def pseudonyms(ds: Dataset, key: bytes) -> dict[str, str]:
    """user_id → the pseudonym that `hide_names` gives, of every identified person; hosts by what stands for them."""
    names = Names(ds, key)
    return {user: names(user) for user in names.users | names.hosts}


class Names:
    """Text of a person → pseudonym, for one Dataset and key. Raises ValueError for an empty key."""

    def __init__(self, ds: Dataset, key: bytes) -> None:
        if not key:
            raise ValueError("Pseudonyms need a key: without one, anybody could compute them.")
        self._rows = ds.attendances.collect()
        people = self._rows.select("user_id", "user_name", "user_email").unique().cast(pl.String)
        self.users: frozenset[str] = frozenset(people["user_id"].drop_nulls())
        self._viewers = people.filter(pl.col("user_id").is_null()).select("user_name", "user_email").unique()
        self.hosts: frozenset[str] = frozenset(_hosts(ds))
        others = self.hosts | {*ds.selection.users, *ds.provenance.requested.users}
        # An initiator may be given by name or e-mail: it is that attendee's when only one attendee has it.
        aliases = _only_owner(people, "user_email") | _only_owner(people, "user_name")
        self._identity = {text: aliases.get(text, text) for text in others} | {user: user for user in self.users}
        self._key = key

    def __call__(self, text: str) -> str:
        """The pseudonym of a user ID, a host's text, or of any other text that stands for a person."""
        return self._pseudonym(f"user\0{self._identity.get(text, text)}")

    def of_attendances(self) -> pl.DataFrame:
        """The attendance rows under pseudonyms, in their order and types."""
        users = sorted(self.users)
        known = pl.DataFrame(
            {"user_id": users, "as_user": [self(user) for user in users]}, schema=_texts("user_id", "as_user")
        )
        viewers = self._viewers.with_columns(
            as_viewer=pl.Series([self._of_viewer(*row) for row in self._viewers.iter_rows()], dtype=pl.String)
        )
        kinds = self._rows.schema
        known = known.with_columns(pl.col("user_id").cast(kinds["user_id"]))
        viewers = viewers.with_columns(
            pl.col("user_name").cast(kinds["user_name"]), pl.col("user_email").cast(kinds["user_email"])
        )
        joined = self._rows.join(known, on="user_id", how="left", maintain_order="left").join(
            viewers, on=["user_name", "user_email"], how="left", nulls_equal=True, maintain_order="left"
        )
        person = pl.coalesce("as_user", pl.when(pl.col("user_id").is_null()).then("as_viewer"))
        return joined.with_columns(
            pl.col("as_user").cast(kinds["user_id"]).alias("user_id"),
            *(
                pl.when(pl.col(column).is_not_null()).then(person).cast(kinds[column]).alias(column)
                for column in ("user_name", "user_email")
            ),
        ).select(self._rows.columns)

    def _of_viewer(self, name: str | None, email: str | None) -> str:
        return self._pseudonym(f"viewer\0{name or ''}\0{email or ''}")

    def _pseudonym(self, identity: str) -> str:
        """Of the identity and the key alone: who else is there changes nothing, or the next file would have another."""
        digest = hmac.digest(self._key, identity.encode(), "sha256").hex().upper()
        return f"{PREFIX}{digest[:_DIGITS]}"


def _texts(*names: str) -> dict[str, type[pl.DataType]]:
    return dict.fromkeys(names, pl.String)


def _hosts(ds: Dataset) -> set[str]:
    columns = (
        (ds.room_sessions, "session_host_user_id"),
        (ds.breakout_sessions, "session_initiator"),
        (ds.sessions, "host"),
    )
    return {
        text
        for frame, column in columns
        for text in frame.select(pl.col(column).cast(pl.String)).unique().collect()[column].drop_nulls()
    }


def _only_owner(people: pl.DataFrame, column: str) -> dict[str, str]:
    """Name or e-mail → user ID, where exactly one user has it."""
    owned = people.drop_nulls(["user_id", column]).group_by(column).agg(pl.col("user_id").unique())
    single = owned.filter(pl.col("user_id").list.len() == 1).with_columns(pl.col("user_id").list.first())
    return dict(single.select(column, "user_id").iter_rows())


def _replaced(frame: pl.LazyFrame, column: str, names: Names) -> pl.LazyFrame:
    table = frame.collect()
    texts = table[column].drop_nulls().unique().cast(pl.String).to_list()
    shown = (
        pl.col(column).cast(pl.String).replace_strict(texts, [names(text) for text in texts], return_dtype=pl.String)
    )
    return table.with_columns(shown.cast(table.schema[column])).lazy() if texts else table.lazy()


def _filters(filters: Filters, names: Names) -> Filters:
    return replace(filters, users=tuple(names(user) for user in filters.users))


def _hidden(problem: Problem, names: Names, asked: Iterable[str]) -> Problem:
    """asked: user IDs that were asked for, which sentences on what was not found name."""
    users = "|".join(re.escape(user) for user in sorted(asked, key=len, reverse=True))
    whole = rf"(?<![\w.@-])(?:{users})(?![\w@-])"
    sentence = re.sub(whole, lambda found: names(found[0]), problem.sentence) if users else problem.sentence
    return replace(problem, sentence=sentence, rows=tuple(_hidden_row(row, names) for row in problem.rows))


def _hidden_row(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """People's columns as pseudonyms; rooms, sessions and numbers as they are; all else may hold a name: hidden.

    A whole line, also one of digits, and a cell that should hold a number and does not, may be a name or a person's
    number that a comma moved there.
    """
    person = row.get("user_id")
    shown: dict[str, Any] = {}
    for column, value in row.items():
        if value is None:
            shown[column] = None
        elif column in PERSONAL:
            own = person if column.startswith("user_") and person else value
            shown[column] = names(str(own))
        else:
            number = column in _NUMBERS and _is_number(value)
            shown[column] = value if number or column in _ROOMS_AND_SESSIONS else HIDDEN
    return shown


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return any(character.isdigit() for character in str(value))  # Nan is a first name, and read as a number
