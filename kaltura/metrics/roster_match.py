"""A roster beside the people seen: who is who, who was never seen, who was not expected."""

from dataclasses import dataclass, replace

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.roster import Roster, first_lines, folded
from kaltura.metrics.tables import attendances, collected


@dataclass(frozen=True)
class Match:
    """A roster beside a Dataset.

    accounts: line, account: the Kaltura user IDs of each roster person; someone with two accounts has two rows, and an
        ID that is written as on the roster comes before others.
    unmatched: roster people without an account in the Dataset: not in what it holds, or written differently.
    strangers: user_id, user_name, user_email of identified people seen who are not on the roster.
    """

    accounts: pd.DataFrame
    unmatched: pd.DataFrame
    strangers: pd.DataFrame


def match(ds: Dataset, roster: Roster) -> Match:
    """Who of the roster is in the Dataset: by user ID or e-mail, without regard to case or surrounding spaces.

    An ID on the roster may be an e-mail in Kaltura and the other way round; names are never compared.
    """
    seen = people_seen(ds)
    accounts = _compared(seen, roster) if roster.accounts is None else roster.accounts
    accounts = accounts[accounts["account"].isin(seen["user_id"])]
    other = accounts["account"] != accounts["line"].map(roster.people.set_index("line")["user_id"])
    accounts = accounts.loc[other.sort_values(kind="stable").index].reset_index(drop=True)
    return Match(
        accounts=accounts,
        unmatched=roster.people[~roster.people["line"].isin(accounts["line"])].reset_index(drop=True),
        strangers=seen[~seen["user_id"].isin(accounts["account"])].reset_index(drop=True),
    )


def one_line_a_person(ds: Dataset, roster: Roster) -> Roster:
    """The roster with one line a person, as far as the Dataset tells: lines that share an account are of one.

    The earliest stays and has the accounts of all of them; the others go to `duplicates`. Lines without an account in
    the Dataset stay. Pass all of the data, so that who is who is the same in every selection.
    """
    accounts = match(ds, roster).accounts
    first = first_lines(zip(accounts["line"].tolist(), accounts["account"].tolist(), strict=True))
    again = {line: earliest for line, earliest in first.items() if line != earliest}
    if not again:
        return roster
    left_out = roster.people["line"].isin(list(again))
    more = roster.people[left_out].assign(first_line=roster.people["line"].map(again).astype("Int64"))
    before = roster.duplicates.assign(first_line=roster.duplicates["first_line"].replace(again))
    listed = pd.concat([before, more]) if len(before) else more
    return replace(
        roster,
        people=roster.people[~left_out].reset_index(drop=True),
        duplicates=listed.sort_values("line", ignore_index=True),
        accounts=accounts.assign(line=accounts["line"].map(first)).drop_duplicates(ignore_index=True),
    )


def further_ids(ds: Dataset, roster: Roster) -> dict[str, list[str]]:
    """The roster's line, as text → IDs of its person beside the first account: their others, and the roster's own."""
    accounts = match(ds, roster).accounts.groupby("line", sort=False)["account"].agg(list).to_dict()
    listed = _all_lines(roster).dropna(subset="user_id").groupby("line", sort=False)["user_id"].agg(list).to_dict()
    further = {}
    for line in roster.people["line"]:
        ids = list(accounts.get(line, []))
        for text in listed.get(line, []):
            if folded(text) not in map(folded, ids):
                ids.append(text)
        further[str(line)] = ids[1:]
    return further


def _all_lines(roster: Roster) -> pd.DataFrame:
    """line, user_id, email: those of `people`, and then those left out, each with the line of its person."""
    again = roster.duplicates.assign(line=roster.duplicates["first_line"].astype("int64"))
    return pd.concat([each[["line", "user_id", "email"]] for each in (roster.people, again)])


def people_seen(ds: Dataset) -> pd.DataFrame:
    """user_id, user_name, user_email of every identified person in the Dataset, by user ID."""
    rows = attendances(ds).filter(~nw.col("user_id").is_null())
    people = rows.group_by("user_id").agg(nw.col("user_name").max(), nw.col("user_email").max())
    return collected(people).sort_values("user_id", ignore_index=True)


def _compared(seen: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """line, account: equal IDs and e-mails, those of lines left out too."""
    known = seen.assign(account=seen["user_id"])
    written = pd.concat([_keyed(known, column, "account") for column in ("user_id", "user_email")])
    wanted = pd.concat([_keyed(_all_lines(roster), column, "line") for column in ("user_id", "email")])
    return wanted.merge(written, on="key")[["line", "account"]].drop_duplicates(ignore_index=True)


def _keyed(people: pd.DataFrame, column: str, owner: str) -> pd.DataFrame:
    """key (an ID or e-mail as compared), owner."""
    rows = people[[column, owner]].dropna(subset=column)
    return pd.DataFrame({"key": [folded(value) for value in rows[column]], owner: rows[owner].to_numpy()})
