"""Tables of people: a row opens the person; a sentence that a table cuts off is read above it, where it wraps."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.metrics.shown_names import shown_names
from kaltura.ui.columns import COUNT, DECIMAL, MOMENT, PERCENT, in_per_cent
from kaltura.ui.figures import how
from kaltura.ui.person_links import is_known, open_person
from kaltura.ui.row_click import KEYS, row_table, table_key
from kaltura.ui.text import plain
from kaltura.when import weekday_moment

MOST_ROWS = 500
_HEADER, _HEIGHT = 40, 500  # of a table whose rows have several lines
_TO_READ = "Choose a row to read its reason in full here, and to open the person's history."
_TO_OPEN = "Choose a row to open the person's history."


def people_table(
    rows: pd.DataFrame,
    shown: list[str],
    key: str,
    alt: str,
    *,
    definition: str | None = None,
    said: str | None = None,
    lines: int = 1,
) -> None:
    """A table of people: a row opens the person, or what is said of them with a way to the person.

    said: the column with the reason, if there is one. lines: of text in a row, so that a sentence is read to its end.
    """
    tall = 15 + 20 * lines
    total, rows = len(rows), rows.assign(user_name=shown_names(rows)).head(MOST_ROWS)
    with st.container(border=True):
        st.markdown(f"## {alt}", help=how(definition) if definition else None)
        above = st.container()  # below a tall table nobody would see it
        at = row_table(
            in_per_cent(without_zone(rows[shown]), PEOPLE_COLUMNS),
            table_key(key),
            column_config=PEOPLE_COLUMNS,
            height=min(_HEADER + tall * len(rows), _HEIGHT) if lines > 1 else "auto",
            row_height=tall if lines > 1 else None,
            placeholder="–",
            alt=alt,
        )
        with above:
            if at is not None and said:
                _said(rows.iloc[at], said, key)
            else:
                more = f"The first {MOST_ROWS:,} of {total:,} are listed. " if total > MOST_ROWS else ""
                st.caption(f"{more}{_TO_READ if said else _TO_OPEN} {KEYS}")
    if at is not None and not said:
        open_person(str(rows["user_id"].iloc[at]))


def _said(row: Any, said: str, key: str) -> None:
    with st.container(key=f"{key}_said"):
        read_out(row["user_name"], row["room_name"], row.get("start"), row[said])
        if not is_known(row["user_id"]):  # a roster's people may never have been seen
            st.caption("Nowhere in the data, so there is no history to open.")
        elif st.button("Open the person's history", key=f"{key}_open", icon=":material/person:", type="tertiary"):
            open_person(str(row["user_id"]))


def read_out(name: object, room: object, start: Any, sentence: object) -> None:
    """A row as text that wraps: who, where, when, and the sentence."""
    when = f", {weekday_moment(start)}" if pd.notna(start) else ""
    st.markdown(f"**{plain(name)}** · {plain(room)}{when}: {plain(sentence)}")


def without_zone(rows: pd.DataFrame) -> pd.DataFrame:
    """Local times as they stand: the browser would show them in its own zone."""
    return rows.assign(**{str(name): rows[name].dt.tz_localize(None) for name in rows.select_dtypes("datetimetz")})


_text, _number = st.column_config.TextColumn, st.column_config.NumberColumn
_when = st.column_config.DatetimeColumn
PEOPLE_COLUMNS: dict[str, Any] = {
    "user_name": _text("Name", pinned=True, width=160),
    "user_id": _text("User ID"),
    "user_email": _text("E-mail"),
    "room_name": _text("Room", width=190),
    "start": _when("Start", format=MOMENT, width=140),
    "decision": _text("Decision", width=80),
    "minutes": _number("Minutes", format=DECIMAL),
    "explanation": _text("Why", width=560),
    "reasons": _text("Reasons", width=370),
    "present": _number("Present", format=COUNT, width=70),
    "held": _number("Of", format=COUNT, width=50, help="Sessions held that can be decided"),
    "share": _number("Share", format=PERCENT),
    "maximum": _number("At most", format=PERCENT, help=how("maximum_attendance")),
    "misses_in_row": _number("Missed in a row", format=COUNT),
    "last": _when("Last seen", format=MOMENT),
    "excess": _number("Minutes in both", format=DECIMAL),
    "first_room": _text("First room"),
    "first_start": _when("First start", format=MOMENT),
    "first_minutes": _number("Minutes there", format=DECIMAL),
    "second_room": _text("Second room"),
    "second_start": _when("Second start", format=MOMENT),
    "second_minutes": _number("Minutes there", format=DECIMAL),
    "available": _number("Minutes between", format=DECIMAL, help="From the start of the first to the later end"),
    "engagement_rate": _number("Engagement rate", format=PERCENT),
    "breakouts": _number("Breakouts joined", format=COUNT),
}
