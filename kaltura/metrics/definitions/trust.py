"""What is said of numbers that need a look, and of what all of them rest on."""

from kaltura.metrics.definitions.definition import Definition

NEEDS_A_LOOK = (
    Definition(
        "usual",
        "The room's usual",
        "Median and middle half of a figure over the other sessions of the room. With fewer than 4 others nothing is "
        "called usual.",
        "median, 25th and 75th percentile",
    ),
    Definition(
        "room_fell",
        "A room whose attendance fell",
        "The median of attendees of a room's last 3 sessions is 30 % or more below the median of at least 4 sessions "
        "before them, which had 5 attendees or more.",
        "(median of the last - median before) / median before ≤ -30 %",
        "median of the sessions before",
    ),
    Definition(
        "session_unusual",
        "A session far from its room's usual",
        "Attendees, length or engagement more than 3.5 robust standard deviations from the median of the room's 6 or "
        "more sessions; and by at least 5 attendees and half the median, 60 minutes and the whole median, or 15 "
        "points of engagement. Only the engagement of 5 people or more is judged.",
        "|x - median| / (1.4826 · median of |x - median|) > 3.5",
        "the room's sessions",
    ),
    Definition(
        "left_open",
        "Left open",
        "Sessions without an end more than 12 hours after their start.",
        "fetch - start > 12 h",
    ),
    Definition(
        "without_attendees",
        "Sessions without attendees",
        "Main sessions of which no attendance arrived, pointed out from 10 % of the main sessions on. "
        "Figures on people leave them out.",
        "main sessions without rows in 6001 / main sessions",
        "main sessions",
    ),
)

TRUST = (
    Definition(
        "estimate_difference",
        "Estimate against exact count",
        "Kaltura's estimate of a session's people beside the identified people counted. Anonymous viewers are in the "
        "estimate and not in the count.",
        "estimate - exact; (estimate - exact) / exact",
        "identified people of the session",
    ),
    Definition(
        "coverage",
        "Coverage",
        "How many sessions have attendees, a length and an estimate, and how many attendances have a ratio, an ID, a "
        "name and an e-mail: what figures built on them rest on.",
        "rows that have it / rows",
        "sessions; attendances",
    ),
    Definition(
        "interval",
        "Range for small numbers",
        "With fewer than 5 people behind a rate, its count is shown with a 95 % interval (3 of 3 is 44 to 100 %).",
        "Wilson score interval, z = 1.96",
        "people",
    ),
    Definition(
        "provisional",
        "Provisional",
        "Kaltura still corrects the last 24 hours before the data was fetched; figures in them may change.",
        "period ends later than fetch - 24 h",
    ),
    Definition(
        "period",
        "Day, week, month",
        "A session belongs to the day it starts on in the chosen time zone. Weeks start on Monday. A period that the "
        "selection covers only in part is marked.",
    ),
    Definition(
        "change",
        "Change",
        "The difference from the period of the same length right before, which is fetched and not guessed.",
        "now - before; (now - before) / before",
        "the figure of the period before",
    ),
    Definition(
        "freshness",
        "Data as of",
        "When the answers were fetched from Kaltura. A fetch.json tells it of the files beside it; of files without "
        "one it is when they were read, as they do not say when they were exported. Sessions that ran later are not "
        "in the data.",
        "the end of the fetch",
    ),
    Definition(
        "problems",
        "Problems found",
        "What was unusual in the rows received, each with what was done about it and the rows it was seen in. They are "
        "of everything received, whatever is selected.",
        "kinds of problem, counted per report",
    ),
    Definition(
        "windows",
        "Windows asked for",
        "Kaltura answers for a range of time at once. Each window asks for some hours more than it owns, so that "
        "sessions that run over its end are whole; an answer that may have been cut is asked again in parts.",
        "the calls that were made",
    ),
    Definition(
        "ledger",
        "Ledger",
        "Where every row of a report went. It adds up, and it travels with every export.",
        "received = kept + merged + outside + set aside",
        "rows received",
    ),
)
