"""One person's history, opened by a keyed pseudonym in the address, over all dates and rooms of the data."""

import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.charts.people import alt_person_history, person_history_chart
from kaltura.metrics.people import Person, person, person_history
from kaltura.metrics.rule import NOT_JUDGED, PRESENT, UNDECIDED, Rule
from kaltura.metrics.shown_names import shown_name
from kaltura.ui.chart import chart
from kaltura.ui.columns import in_per_cent
from kaltura.ui.figures import Figure, figure_row, how
from kaltura.ui.hiding import links_end
from kaltura.ui.navigation import link, page_button
from kaltura.ui.people_table import PEOPLE_COLUMNS, read_out, without_zone
from kaltura.ui.person_links import open_list, opened_person
from kaltura.ui.row_click import KEYS, row_table
from kaltura.ui.session_links import SESSION, open_session
from kaltura.ui.state import computed_everywhere, filters
from kaltura.ui.states import PageEnd, cannot_open, empty
from kaltura.ui.text import count, local_moment, minutes, percent, plain, plural

MOST_ROWS = 500


def opened() -> Person | None:
    """The person that the address stands for; a sentence when the data has nobody like that."""
    user_id = opened_person()
    if user_id is None:
        return None
    try:
        return computed_everywhere(person, user_id)
    except UsageError:
        page_button("people", "All people", ":material/arrow_back:", open_list())
        said = "A history is of main sessions, and this data has none of this person."
        if user_id and not filters().user_types:  # as a row of a breakout's attendees may lead here
            empty(said, "Choose somebody from a list.")
            raise PageEnd from None
        cannot_open(said, f"Choose somebody from a list. {links_end()}")


def head(who: Person) -> None:
    """Back, ID and e-mail, seen since."""
    page_button("people", "All people", ":material/arrow_back:", open_list())
    title = shown_name(who.user_name, who.user_id)
    zone = filters().tz
    parts = [who.user_id, who.user_email, who.user_type]
    said = [part for part in parts if part and part != title]
    seen = (
        f"first seen {local_moment(who.first_seen, zone)}, last {local_moment(who.last_seen, zone)} ({filters().zone})"
    )
    said.append(f"in all of the data, whatever is selected: {seen}")
    st.caption(plain(" · ".join(said)))


def figures(who: Person) -> None:
    """The person's figures in main sessions of all of the data."""
    rooms = f"In {plural(who.rooms, 'room')}." if who.rooms else "In no room that is known."
    figure_row(
        [
            Figure("main_sessions", count(who.sessions), label="Sessions seen in", note=rooms),
            Figure("attended_minutes", minutes(who.minutes)),
            Figure("mean_minutes", minutes(who.mean_minutes)),
            Figure("engagement_rate", percent(who.engagement_rate)),
        ]
    )


def history(who: Person, rule: Rule) -> None:
    """Each session of the person's rooms with its decision; a click opens the session."""
    rows = computed_everywhere(person_history, who.user_id, rule)
    present = int((rows["decision"] == PRESENT).sum())
    held = int((~rows["decision"].isin([UNDECIDED, NOT_JUDGED])).sum())
    points = chart(
        "Share of each session",
        person_history_chart(rows, rule.threshold),
        key="person_history",
        alt=alt_person_history(rows),
        definition="share_of_session",
        caption=f"Present in {present:,} of {plural(held, 'session')} held in their rooms. "
        "The dotted line is the threshold.",
        selectable=True,
    )
    if points:
        open_session(points[0]["customdata"][0])
    with st.container(border=True):
        st.markdown("## Every session of their rooms", help=how("decision"))
        shown = ["start", "room_name", "decision", "minutes", "engagement_rate", "breakouts", "explanation"]
        at = row_table(
            in_per_cent(without_zone(rows.head(MOST_ROWS)[shown]), PEOPLE_COLUMNS),
            "person_sessions",
            column_config=PEOPLE_COLUMNS,
            placeholder="–",
            alt="The person's sessions, the latest first",
        )
        st.caption(
            "“Not seen” is not “Absent”: only a roster says who was expected. "
            f"Choose a row to read the decision in full below, and to open the session. {KEYS}"
        )
    if at is not None:
        row = rows.iloc[at]
        with st.container(border=True, key="person_session_said"):
            read_out(row["decision"], row["room_name"], row["start"], row["explanation"])
            link("sessions", "Open the session", icon=":material/event_note:", query={SESSION: row["cue_point_id"]})
