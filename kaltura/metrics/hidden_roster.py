"""A roster under the same pseudonyms as the Dataset that it is compared with."""

from dataclasses import replace

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.pseudonyms import Names
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import match


def hide_roster(roster: Roster, ds: Dataset, key: bytes) -> Roster:
    """The roster with IDs, e-mails and names replaced as `hide_names(ds, key)` replaces them.

    ds: the Dataset with its names; who is who is settled in it, because a pseudonym can be compared with no e-mail.
    Somebody with an account gets its pseudonym; anybody else one of the ID or e-mail on the roster.
    """
    names = Names(ds, key)
    accounts = match(ds, roster).accounts
    hidden = accounts.assign(account=[names(account) for account in accounts["account"]])
    first = hidden.drop_duplicates("line").set_index("line")["account"]
    return replace(
        roster,
        people=_hidden(roster.people, first, names),
        duplicates=_hidden(roster.duplicates, first, names),
        accounts=hidden,
    )


def _hidden(people: pd.DataFrame, first: "pd.Series[str]", names: Names) -> pd.DataFrame:
    written = people["user_id"].fillna(people["email"])
    line = people["first_line"] if "first_line" in people else people["line"]  # the line of the same person
    own = line.map(first)
    shown = pd.Series(
        [account if isinstance(account, str) else names(str(text)) for account, text in zip(own, written, strict=True)],
        index=people.index,
        dtype="str",
    )
    return people.assign(**{name: shown.where(people[name].notna()) for name in ("user_id", "email", "name")})
