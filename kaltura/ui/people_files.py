"""Decisions to take away: a gradebook as CSV, and certificates of attendance as printable HTML."""

from functools import partial
from itertools import islice

import pandas as pd
import streamlit as st

from kaltura.export.certificates import certificates_html, certificates_stem
from kaltura.export.gradebook import gradebook_csv
from kaltura.export.record import CAVEAT
from kaltura.metrics.certificates import REQUIRED_SHARE, certificates
from kaltura.metrics.people import people
from kaltura.metrics.register import Cells
from kaltura.metrics.rule import Rule
from kaltura.metrics.shown_names import shown_names
from kaltura.ui.choose_one import choose_one
from kaltura.ui.csv_dialect import csv_dialect, dialect_in_words
from kaltura.ui.downloads import download
from kaltura.ui.figures import how
from kaltura.ui.people_roster import current_roster
from kaltura.ui.people_table import read_out
from kaltura.ui.row_click import KEYS, row_table
from kaltura.ui.selection import pieces
from kaltura.ui.state import computed, filters, loaded, view
from kaltura.ui.states import empty
from kaltura.ui.text import plural

_CELLS: dict[Cells, str] = {"percent": "Per cent of the session", "minutes": "Minutes", "decision": "Decision"}
_IMPORT = """
- **Moodle** (Grades, Import, CSV): choose the file's separator, map `user_email` to the e-mail address or `user_id` to
  the ID number, then each column that you want to a grade item, or to a new one, which is named by its header.
- **Canvas** (Grades, Import): wants the columns of its own export. Export there, paste the column that you want beside
  the same people, and import that.
- **Blackboard** (Grade Center, Work Offline, Upload): knows people by a column Username. Rename `user_id` to it where
  they are the same.

Try the file in a course without students first: an import overwrites.
"""
MOST_CERTIFICATES = 2000
MOST_LISTED = 500
_ROOMS = ("room", "rooms")
_REQUIRED = "people_required"


def gradebook_file(rule: Rule) -> None:
    """A row a person, a column a session, the total: built on click."""
    with st.container(border=True):
        st.markdown("## Gradebook", help=how("decision"))
        st.caption(
            "A CSV file with one row per person, one column per session, and the total. The rule stands in the header, "
            f"because gradebooks take every row for a person. {CAVEAT}"
        )
        with st.expander("How Moodle, Canvas and Blackboard import it"):
            st.markdown(_IMPORT)
        cells = choose_one("In each cell", _CELLS, "people_gradebook_cells")
        roster, dialect = current_roster(), csv_dialect()
        listed = len(computed(people)) if roster is None else len(roster.people)
        download(
            "Gradebook as CSV",
            partial(gradebook_csv, view(), rule, roster, cells=cells, dialect=dialect),
            f"gradebook_{cells}_present-from-{rule.threshold * 100:.6g}-percent",
            "csv",
            rows=listed,
            what="gradebook",
            key="people_gradebook",
        )
        st.caption(f"{dialect_in_words(dialect)}: as chosen on Export.")


def last_required_share() -> float:
    """Part of a room's sessions, 0 to 1, that was last required of certificates, also for pages without the field."""
    return float(st.session_state.get(_REQUIRED, REQUIRED_SHARE * 100)) / 100


def certificate_files(rule: Rule) -> None:
    """Who qualifies, and the certificates of one or of all."""
    with st.container(border=True):
        st.markdown("## Certificates of attendance", help=how("certificate"))
        required = st.number_input(
            "Required share of sessions Present, %",
            1,
            100,
            round(REQUIRED_SHARE * 100),
            step=5,
            key=_REQUIRED,
            persist_state="session",
            width=320,
        )
        roster = current_roster()
        table = computed(certificates, rule, required_share=required / 100, roster=roster)
        earned = table[table["qualifies"]].reset_index(drop=True)
        earned = earned.assign(shown_name=shown_names(earned))
        whose = "" if roster is None else " of the people on the roster"
        if earned.empty:
            empty(
                f"Nobody{whose} qualifies in this selection.",
                "Choose one room and its whole term, or lower what is required.",
            )
            return
        others = len(table) - len(earned)
        st.caption(
            f"{plural(len(earned), 'certificate')}{whose}, one per person and room; {others:,} "
            f"{'does' if others == 1 else 'do'} not qualify."
        )
        _listed(earned)
        # Of whom, not which row: another rule makes another table.
        offered = {f"{row.room_id}\0{row.user_id}": at for at, row in enumerate(earned.itertuples())}
        chosen = st.selectbox(
            "Certificates of",
            [None, *islice(offered, MOST_CERTIFICATES)],
            format_func=lambda key: _one(earned, offered[key]) if key in offered else "All who qualify",
            key="people_certificate_of",
        )
        rows = earned.iloc[[offered[chosen]]] if chosen in offered else earned
        _download(rows, rule, required / 100)


def _listed(earned: pd.DataFrame) -> None:
    text = st.column_config.TextColumn
    at = row_table(
        earned[["shown_name", "explanation", "room_name", "user_email"]].head(MOST_LISTED),
        "people_certificates_listed",
        column_config={
            "shown_name": text("Name", pinned=True, width=160),
            "explanation": text("Why", width=390),
            "room_name": "Room",
            "user_email": "E-mail",
        },
        alt="People who qualify for a certificate",
    )
    if at is None:
        st.caption(f"Choose a row to read the reason in full here. {KEYS}")
    else:
        row = earned.iloc[at]
        read_out(row["shown_name"], row["room_name"], None, row["explanation"])


def _one(earned: pd.DataFrame, at: int) -> str:
    return f"{earned['shown_name'].iloc[at]} · {earned['room_name'].iloc[at]}"


def _download(rows: pd.DataFrame, rule: Rule, required: float) -> None:
    if len(rows) > MOST_CERTIFICATES:
        empty(f"{len(rows):,} certificates are too many for one file.", "Choose one room, or one person.")
        return
    # Each names its own room: the selection's would read as if it were of all of them.
    words = " · ".join(piece.text for piece in pieces(filters(), loaded().choices) if piece.key not in _ROOMS)
    download(
        f"{plural(len(rows), 'certificate')} as HTML, to print",
        partial(certificates_html, rows, rule, required, words, filters().tz),
        certificates_stem(rows, filters()),
        "html",
        rows=len(rows),
        what="certificates",
        key="people_certificates",
        icon=":material/workspace_premium:",
        help="One page per certificate. Open the file in a browser and print it, or save it as PDF.",
    )
