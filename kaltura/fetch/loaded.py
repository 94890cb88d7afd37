"""Which of the files that could be read are used: no copies, one account, people under their names or under none."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from kaltura.api.answers import ACCOUNT
from kaltura.fetch.events import TAGS_SCHEMA
from kaltura.fetch.record_shape import text
from kaltura.reports.columns import Report
from kaltura.reports.header import BETWEEN_EVENTS, EVENTS
from kaltura.reports.parse import Parsed
from kaltura.reports.problems import Problem

SAME_FILE = "the same file twice"
OTHER_ACCOUNT = "a file of another account"
HIDDEN_NAMES = "people under pseudonyms"
_PSEUDONYM = re.compile(r"Person [0-9A-F]{6}([0-9A-F]{6})?$")  # of kaltura/metrics/pseudonyms.py; once six


@dataclass(frozen=True)
class LoadedFile:
    """A file that is one of the reports.

    set_aside: why none of its rows count, when they don't. record_of: the account that the record beside it names.
    """

    name: str
    body: bytes
    parsed: Parsed
    set_aside: str = ""
    record_of: str | None = None

    @property
    def report(self) -> Report:
        """Which report it is."""
        return self.parsed.report

    @property
    def account(self) -> str | None:
        """The partner ID that Kaltura put in the file's name; of our own export, that of its record."""
        named = ACCOUNT.search(self.name)
        return named[1] if named else self.record_of if self.tags is not None else None

    @property
    def hides_names(self) -> bool | None:
        """Whether its people are under the pseudonyms of an export with names hidden; None when it has no people."""
        if self.report != Report.ATTENDEES:
            return None
        people = self.parsed.frame["user_id"].drop_nulls()
        if not len(people):
            return None
        return bool(_PSEUDONYM.match(people[0])) and all(map(_PSEUDONYM.match, people.unique().cast(pl.String)))

    @cached_property
    def tags(self) -> pl.DataFrame | None:
        """(cue_point_id, event_id) from the events column of our own export, an event's name standing for its ID; None
        when it is not ours."""
        if self.parsed.events is None:
            return None
        cell = pl.col(EVENTS.name).cast(pl.String)
        named = self.parsed.events.filter(cell != "").select("cue_point_id", event_id=cell.str.split(BETWEEN_EVENTS))
        return named.explode("event_id").unique(maintain_order=True).cast(TAGS_SCHEMA)


def account_of(records: Sequence[bytes]) -> str | None:
    """The partner ID that the only fetch.json names, if any; one that cannot be read names none."""
    try:
        (record,) = records
        account = json.loads(record)["provenance"]["account"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return account if text(account) else None


def without_copies(files: Sequence[LoadedFile]) -> list[LoadedFile]:
    """The files, each but the first of those that are equal set aside."""
    seen: set[bytes] = set()
    kept = []
    for file in files:
        digest = hashlib.sha256(file.body).digest()
        kept.append(replace(file, set_aside=SAME_FILE) if digest in seen else file)
        seen.add(digest)
    return kept


def of_one_account(files: Sequence[LoadedFile]) -> tuple[list[LoadedFile], list[Problem]]:
    """Files of the account that most of them are of; two accounts' figures are never mixed."""
    accounts = Counter(file.account for file in files if file.account)
    if len(accounts) < 2:
        return list(files), []
    ours = accounts.most_common(1)[0][0]
    own = (ours, None)
    problems = [
        Problem(
            "other_account",
            f"{file.name} is of account {file.account}, the others are of {ours}: it was not used. "
            "Open it by itself to see it.",
            file.parsed.received,
            file.report,
        )
        for file in files
        if file.account not in own
    ]
    return [file if file.account in own else replace(file, set_aside=OTHER_ACCOUNT) for file in files], problems


def of_named_people(files: Sequence[LoadedFile]) -> tuple[list[LoadedFile], list[Problem]]:
    """Files with people under one kind of ID: with pseudonyms beside the IDs, everybody would be two people."""
    hiding = {file.hides_names for file in files if not file.set_aside}
    if not {True, False} <= hiding:
        return list(files), []
    hidden = [file for file in files if not file.set_aside and file.hides_names]
    problems = [
        Problem(
            "names_hidden",
            f"{file.name} has people under pseudonyms, other files have them under their IDs: it was not used, because "
            "everybody would count twice. Open it by itself to see it.",
            file.parsed.received,
            file.report,
        )
        for file in hidden
    ]
    apart = {id(file) for file in hidden}
    return [replace(file, set_aside=HIDDEN_NAMES) if id(file) in apart else file for file in files], problems


def copy_note(file: LoadedFile) -> Problem:
    """That a file is a copy."""
    sentence = f"{file.name} is the same as another file, byte for byte: it was used once."
    return Problem("same_file_twice", sentence, file.parsed.received, file.report)
