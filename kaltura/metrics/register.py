"""The register: people down, sessions across, a decision in each cell; and the same as a gradebook."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd

from kaltura.api.errors import UsageError
from kaltura.dataset import Dataset
from kaltura.metrics.marks import COUNTS, RANKS, everyone, held_sessions, marks, sums_by_person
from kaltura.metrics.roster import Roster
from kaltura.metrics.roster_match import further_ids, match
from kaltura.metrics.rule import ABSENT, NOT_JUDGED, UNDECIDED, Rule
from kaltura.metrics.shown_names import shown_names
from kaltura.metrics.tables import attendances, collected, narrowed_to_people, sessions

MOST_CELLS = 2_000_000  # of a gradebook file
_FIRST = min(RANKS.values())
# Decisions in the order of their ranks, after "not seen"; objects, as pandas would make texts of words and None.
_WORDS = np.array([None, *sorted(RANKS, key=lambda word: RANKS[word])], dtype=object)

Cells = Literal["percent", "minutes", "decision"]


@dataclass(frozen=True)
class Register:
    """Decisions of people in main sessions.

    people: person (the index of the matrices), user_id, user_name, user_email, shown_name (see `shown_names`);
        present, partial, brief, undecided, not_judged (there as a user type that the rule leaves out), absent
        (sessions; absent is NaN without a roster, since nobody says who was expected), held (decidable sessions of the
        rooms that the person came to, with a roster of all rooms of the selection, less those not judged or
        undecided), share: present / held, NaN when nothing was held.
    sessions: cue_point_id (the columns of the matrices), room_id, room_name, start (local), covered, decidable, label.
    decisions: person × cue_point_id → the decision; null where not seen, and where the session is not covered: its
        attendees are not reported; with a roster, Absent where decidable.
    minutes, shares: person × cue_point_id → minutes, and minutes / of_minutes; NaN where not seen.
    people_total, sessions_total: before the table was cut to fit a screen.
    """

    people: pd.DataFrame
    sessions: pd.DataFrame
    decisions: pd.DataFrame
    minutes: pd.DataFrame
    shares: pd.DataFrame
    people_total: int
    sessions_total: int


def register(
    ds: Dataset,
    rule: Rule,
    roster: Roster | None = None,
    *,
    most_people: int,
    most_sessions: int,
) -> Register:
    """The register of the selection: the latest sessions, in order of start; people by name.

    Anonymous viewers are in no register, nor who was never judged, unless on the roster. Sums beside the people cover
    all sessions of the selection, shown or not.
    A selection of people lacks the sessions that none of them was in: there, absent and share are not known.
    """
    held, listed = _axes(ds, rule, roster)
    cut = _register(ds, rule, roster, held.tail(most_sessions), listed.head(most_people))
    return replace(cut, people_total=len(listed), sessions_total=len(held))


def _axes(ds: Dataset, rule: Rule, roster: Roster | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every session and every person that a register of the selection has, uncut."""
    held = held_sessions(ds, rule)
    return held, _with_totals(ds, rule, roster, int(held["decidable"].sum()))


def _register(ds: Dataset, rule: Rule, roster: Roster | None, held: pd.DataFrame, listed: pd.DataFrame) -> Register:
    """The register of these sessions and people, as if they were all."""
    kept, shown = listed.reset_index(drop=True), held.reset_index(drop=True)
    chosen = shown["cue_point_id"].tolist()
    wanted = marks(ds, rule, roster).filter(nw.col("cue_point_id").cast(nw.String).is_in(chosen))
    cells = collected(wanted)
    cells = cells[cells["person"].isin(kept["person"])].assign(share=lambda t: t["minutes"] / t["of_minutes"])
    words = _words(_matrix(cells, "rank", kept, shown))
    if roster is not None and not narrowed_to_people(ds):
        decidable = shown.loc[shown["decidable"], "cue_point_id"].tolist()
        words[decidable] = words[decidable].where(words[decidable].notna(), ABSENT)
    return Register(
        people=kept,
        sessions=shown.assign(label=_labels(shown)),
        decisions=words,
        minutes=_matrix(cells, "minutes", kept, shown),
        shares=_matrix(cells, "share", kept, shown),
        people_total=len(kept),
        sessions_total=len(shown),
    )


def gradebook(ds: Dataset, rule: Rule, roster: Roster | None = None, *, cells: Cells = "percent") -> pd.DataFrame:
    """A table that gradebooks import: a row a person, a column a session, and the total.

    user_id, user_name, user_email; one column a main session, named by its local start and room; present, held,
    total_percent: 100 · present / held. With a roster also other_user_ids: further accounts of the person, and their
    ID on the roster where no account has it, joined by "; ".
    cells: "percent": 100 · minutes / of_minutes, at most 100, to one decimal; "minutes"; "decision". Whoever is on the
    roster and not seen has 0; without a roster nobody is known to have been expected, and the cell stays empty, as it
    does where a session is not decidable or a person is not judged in it; held and the total count all sessions of
    the rooms that the person came to, as the register does. Raises UsageError above MOST_CELLS cells.
    """
    held, listed = _axes(ds, rule, roster)
    if len(listed) * len(held) > MOST_CELLS:
        raise UsageError(
            f"A gradebook of {len(listed):,} people and {len(held):,} sessions is too large.",
            "Choose one room, or fewer weeks.",
        )
    book = _register(ds, rule, roster, held, listed)
    matrix = _cells(book, cells, expected=roster is not None)
    matrix.columns = pd.Index(book.sessions["label"])
    first = book.people.set_index("person")[["user_id", "user_name", "user_email"]]
    if roster is not None:
        further = {person: "; ".join(ids) for person, ids in further_ids(ds, roster).items()}
        first.insert(1, "other_user_ids", first.index.map(further))
    last = book.people.set_index("person")[["present", "held"]]
    last = last.assign(total_percent=(book.people.set_index("person")["share"] * 100).round(1))
    return pd.concat([first, matrix, last], axis=1).reset_index(drop=True)


def rooms_by_people(ds: Dataset, roster: Roster | None = None) -> list[str]:
    """room_id of the main rooms that identified people came to: most people of the roster first, then most people."""
    came = attendances(ds).filter(~nw.col("user_id").is_null()).select("cue_point_id", "user_id")
    came = came.join(sessions(ds, "main").select("cue_point_id", "room_id"), on="cue_point_id")
    accounts = [] if roster is None else match(ds, roster).accounts["account"].tolist()
    pairs = came.filter(~nw.col("room_id").is_null()).select("room_id", nw.col("user_id").cast(nw.String)).unique()
    counted = pairs.group_by("room_id").agg(nw.col("user_id").is_in(accounts).sum().alias("expected"), people=nw.len())
    table = collected(counted).sort_values(["expected", "people", "room_id"], ascending=[False, False, True])
    return table["room_id"].tolist()


def _cells(book: Register, cells: Cells, *, expected: bool) -> pd.DataFrame:
    if cells == "decision":
        return book.decisions.copy()
    table = book.minutes.copy() if cells == "minutes" else (book.shares.clip(upper=1) * 100)
    if expected:
        decidable = book.sessions.loc[book.sessions["decidable"], "cue_point_id"].tolist()
        # Unknown minutes are not zero minutes.
        undecided = book.decisions[decidable] == UNDECIDED
        table[decidable] = table[decidable].fillna(0.0).mask(undecided)
    return table.where(book.decisions != NOT_JUDGED).round(1)


def _with_totals(ds: Dataset, rule: Rule, roster: Roster | None, held: int) -> pd.DataFrame:
    counts = [*COUNTS, "known", "left_out"]
    table = everyone(ds, roster).merge(sums_by_person(ds, rule, roster), on="person", how="left" if roster else "inner")
    table[counts] = table[counts].fillna(0)
    table = table.astype(dict.fromkeys(counts, "int64"))
    if roster is None:
        table = table[table[[*COUNTS]].sum(axis=1) > table["not_judged"]]
    judged = (table["held"] if roster is None else held) - table["left_out"]
    missed_known = roster is not None and not narrowed_to_people(ds)
    share = table["present"] / judged.where(judged > 0)
    return table.drop(columns=["known", "left_out"]).assign(
        shown_name=shown_names(table),
        absent=(held - table["known"]).astype("float64") if missed_known else float("nan"),
        held=judged,
        share=share if not narrowed_to_people(ds) else float("nan"),
    )


def _words(ranks: pd.DataFrame) -> pd.DataFrame:
    """The decisions of ranks, None where there is none; looked up at once, as words are dear to pivot."""
    places = ranks.fillna(_FIRST - 1).to_numpy(dtype=int) - (_FIRST - 1)
    return pd.DataFrame(_WORDS[places], index=ranks.index, columns=ranks.columns, dtype=object)


def _matrix(cells: pd.DataFrame, value: str, kept: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    wide = cells.pivot(index="person", columns="cue_point_id", values=value)
    return wide.reindex(index=kept["person"], columns=shown["cue_point_id"].tolist()).rename_axis(columns=None)


def _labels(shown: pd.DataFrame) -> "pd.Series[Any]":
    """The local start and the room; sessions that would share a label carry their ID."""
    labels = shown["start"].dt.strftime("%Y-%m-%d %H:%M") + " " + shown["room_name"].fillna("")
    unique: pd.Series[Any] = labels.where(~labels.duplicated(keep=False), labels + " " + shown["cue_point_id"])
    return unique
