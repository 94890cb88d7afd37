"""What pages share on screen. Only app.py, pages/ and this package import Streamlit.

How a page is written
---------------------
A page is a file in pages/ named in `navigation.PAGES`. main.py draws its title, the selection in words and banners
for missing reports, and turns every exception into a sentence. So a page only lays out its content, top to bottom:

    if not has_sessions(view()):          # states.py: empty state of the whole page
        raise PageEnd
    now = computed(headline)              # state.py: metric of the selected Dataset, remembered
    figure_row([Figure("attendances", count(now.attendances), trend=…)])
    table = computed(attendance_over_time, "week")
    chart("Attendances by week", attendance_over_time_chart(table, "week"), key="attendance_weeks",
          alt=alt_attendance_over_time(table, "week", computed(halves_of_headline).get("attendances")), table=table,
          definition="attendances")

The toolbox
-----------
state       view() the selected Dataset; whole() without selection; everywhere() for one session, room or person;
            history() the selection over all dates; filters(); computed(metric, *args),
            computed_everywhere(metric, *args), computed_of(filters, metric, *args) of another selection;
            select(rooms=…, events=…, user_types=…, dates=…) changes the selection and reruns
choices     loaded().choices: names of rooms, events and user types by ID
navigation  link(stem, label, query={"session": id}) and go(stem, query): to another page, keeping the selection
figures     Figure, figure_row; how(key): "How is this computed?" for any `help=`
chart       chart(title, figure, key=, alt=, table=, definition=, selectable=): returns clicked points
row_click   row_table(table, key, alt=): a table whose rows open something, and the row that is chosen; table_key(key)
            and row_opened() where what opens is on the table's own page
session_links, person_links   open_session(id), open_person(user_id): what a click opens, and its names in the address
session_list   session_list(heading, rows): the sessions behind a bar or a cell, in a dialog whose rows open them
choose_one  choose_one(label, {key: words}, key): one of a few that are all seen
states      empty(reason, next_step), has_sessions(dataset), available(Report.X)
next_step   next_step(*reports): the next step for `empty` where a selection has nothing to show
errors      guarded(): around what may fail while the rest of the page is drawn: fragments, dialogs, form submissions
text        count, minutes, percent, local_moment, plural; plain(name) for names in Markdown and labels
hiding      "Hide names": state applies it, so pages need not think of it; person_keys for links to one person
dates       presets and "1 Sep to 30 Nov 2026"
settings    what the operator wrote into secrets.toml
kaltura.charts.theme   colours by meaning, framed(figure, x=, y=), config
kaltura.charts.labels  escaped(name) for anything that Plotly draws
kaltura.names          short(name) on one line, distinct(id → name)

Rules
-----
- Names (people, rooms, events) are data: `plain` before Markdown, `escaped` before Plotly, nothing in tables.
- A metric's result is remembered by `computed` in st.session_state; never st.cache_data for report data.
- Give every widget an explicit key; what is bound to the address uses the name it has there. persist_state="session"
  keeps a choice across pages, bind="query-params" puts it into the link.
- Charts use width 100 % and are named by a finding (`alt`); tables get `alt`, column_config with units.
- main.py's folder leads sys.path: no module here may be named like one of Python's own.
"""
