"""What a person is called on screen and on paper: unknown names are NaN in a table, which is no text and not false."""

from collections.abc import Iterable

import pandas as pd

_KNOWN_BY = ("user_name", "user_id", "user_email")


def shown_name(*known: object) -> str:
    """The first that is text: give name, user ID, e-mail. "" when none is."""
    return next((text for text in known if isinstance(text, str) and text.strip()), "")


def shown_names(table: pd.DataFrame) -> "pd.Series[str]":
    """`shown_name` of each row; namesakes in the table carry the user ID, or the e-mail without one.

    table: user_name, user_id and, if it likes, user_email.
    """
    columns = [name for name in _KNOWN_BY if name in table]
    names = _texts(shown_name(*row) for row in table[columns].to_numpy())
    keys = _texts(shown_name(*row) for row in table[columns[1:]].to_numpy())
    people = pd.DataFrame({"name": names.str.casefold(), "key": keys})
    namesakes = people.groupby("name")["key"].transform("nunique") > 1
    told_apart = names.where(~namesakes | (keys == "") | (names == keys), names + " (" + keys + ")")
    return told_apart.set_axis(table.index)


def in_order(names: "pd.Series[str]") -> "pd.Series[str]":
    """What to sort names by: capitals or not, those that begin with a sign after those with a letter or a digit."""
    sign = ~names.str[:1].str.isalnum().fillna(value=True).astype(bool)
    return sign.map({True: "1", False: "0"}) + names.str.casefold()


def _texts(values: Iterable[str]) -> "pd.Series[str]":
    return pd.Series(list(values), dtype="str")
