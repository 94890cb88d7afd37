"""Who attended what?"""

import streamlit as st

from kaltura.reports.columns import Report
from kaltura.ui import people_figures, people_files, people_lists, people_register, people_roster, person_detail
from kaltura.ui.people_rule import chosen_rule, explained
from kaltura.ui.person_links import LIST
from kaltura.ui.state import view
from kaltura.ui.states import PageEnd, attendees_reported, available, has_main_sessions

if not available(Report.ATTENDEES):
    raise PageEnd

rule = chosen_rule()

if person := person_detail.opened():
    person_detail.head(person)
    person_detail.figures(person)
    person_detail.history(person, rule)
    raise PageEnd

if not has_main_sessions(view()) or not attendees_reported():
    raise PageEnd

explained(rule)
people_figures.figures(rule)
register, borderline, roster, at_risk, together, files = st.tabs(
    ["Register", "Borderline", "Roster", "At risk", "Two at once", "Files"], key=LIST, bind="query-params"
)
if register.open:
    with register:
        people_register.register_table(rule)
if borderline.open:
    with borderline:
        people_lists.borderline_list(rule)
if roster.open:
    with roster:
        people_roster.upload()
        people_roster.compared(rule)
if at_risk.open:
    with at_risk:
        people_lists.at_risk_list(rule)
if together.open:
    with together:
        people_lists.two_at_once()
if files.open:
    with files:
        people_files.gradebook_file(rule)
        people_files.certificate_files(rule)
