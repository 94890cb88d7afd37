"""What every number means, once: pages, charts, the workbook's sheet and docs/metrics.md all read this table.

In formulas: m = minutes of an attendance, r = its engaged fraction (0 to 1), D = its session's length in minutes,
U = distinct people, Σ = sum over what the number covers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One number shown anywhere.

    key: the stable name that code, links and tests use.
    title: the name on screen. text: what it says, in one or two sentences.
    formula: how it is computed, or "" when the text says it.
    denominator: what it is a part of, or "" for a count.
    """

    key: str
    title: str
    text: str
    formula: str = ""
    denominator: str = ""


_COUNTS = (
    Definition(
        "session",
        "Session",
        "One opening of a room, known by its cue point ID. A session with a parent room is a breakout session. "
        "One that only report 6001 knows, when 6002 is missing, is of unknown layer: it is counted apart.",
        "distinct cue_point_id",
    ),
    Definition(
        "main_sessions",
        "Main sessions",
        "Sessions held in a room that has no parent room. Headline figures count these only; "
        "breakouts are a layer of their own, and a view that adds both says “main + breakouts”.",
        "distinct cue_point_id without a parent room",
    ),
    Definition(
        "breakout_sessions",
        "Breakout sessions",
        "Sessions held in a breakout room, from report 6000 (with a parent room) or report 6002.",
        "distinct cue_point_id with a parent room",
    ),
    Definition(
        "running_sessions",
        "Running sessions",
        "Main sessions that have no end yet. They are counted and shown, and left out of everything that divides by "
        "the length of a session.",
        "sessions whose end is missing or equals their start",
    ),
    Definition(
        "attendances",
        "Attendances",
        "One person in one session; rows that Kaltura sends twice for the same person and session count once. "
        "Attendances of different sessions may be added.",
        "distinct (cue_point_id, user_id)",
    ),
    Definition(
        "unique_attendees",
        "Unique attendees",
        "Different identified people over the whole selection. It is counted afresh for each selection and period, "
        "never added up from sessions; anonymous viewers are not in it.",
        "distinct user_id, identified",
    ),
    Definition(
        "anonymous_attendances",
        "Anonymous attendances",
        "Attendances without a user ID (empty, Unknown or 0). One may stand for many people, so they are a share of "
        "attendances and never persons in a list.",
        "attendances without user_id",
        "attendances",
    ),
    Definition(
        "guests",
        "Guests",
        "Attendances whose user type is Guest. They are kept in every number, can be filtered, and are shown as a "
        "share. People are never merged by name.",
        "attendances with user_type = Guest",
        "attendances",
    ),
    Definition(
        "kaltura_estimate",
        "Kaltura's estimate",
        "The unique users that Kaltura itself reports for a session (report 6000) or the participants of a breakout "
        "(report 6002). It is an approximate count: shown beside the exact one and never added up.",
        "meeting_view_period_unique_users, participant_count",
    ),
)

_TIME_SPENT = (
    Definition(
        "attended_minutes",
        "Attended minutes",
        "Minutes that people spent in sessions, all together. Kaltura measures them in steps of 10 seconds.",
        "Σm",
    ),
    Definition(
        "mean_minutes", "Mean minutes", "Minutes of an attendance on average.", "Σm / attendances", "attendances"
    ),
    Definition(
        "median_minutes",
        "Median minutes",
        "Half of the attendances lasted at least this long. Quartiles split them into four equal parts the same way.",
        "median of m",
        "attendances",
    ),
    Definition(
        "duration",
        "Length of a session",
        "Minutes from a session's start to its end, D. Unknown while it runs.",
        "(session_end_time - session_start_time) / 60",
    ),
    Definition(
        "completeness",
        "Completeness",
        "How much of a session an attendance covered. The session's length counts by default; the host's minutes or "
        "the longest attendee's minutes suit rooms that are opened early or left open. Attendances longer than the "
        "session are counted, and clipped to 100 % in the picture only.",
        "m / D",
        "the session's length, the host's minutes, or the longest attendee's minutes",
    ),
    Definition(
        "share_of_session",
        "Share of the session",
        "The completeness of one person in one session.",
        "m / D",
        "the session's length",
    ),
)

_ENGAGEMENT = (
    Definition(
        "engagement_rate",
        "Engagement rate",
        "The engaged part of all attended minutes, pooled: a long attendance weighs more than a short one, and it is "
        "never an average of rates. Kaltura counts a viewer as not engaged only while the tab is out of focus, not in "
        "full screen, the camera is off and they are not on stage, so the rate is generous and often near 100 %.",
        "Σ(m·r) / Σm",
        "attended minutes whose ratio is known",
    ),
    Definition(
        "engagement_spread",
        "Spread of engagement",
        "Between these two rates lies the middle half of the attended minutes, ordered by the rate of their session.",
        "25th and 75th percentile of session rates, weighted by minutes",
        "attended minutes whose ratio is known",
    ),
    Definition(
        "disengaged_minutes",
        "Disengaged minutes",
        "Attended minutes that were not engaged. They grow with the audience, where a rate near 100 % hardly moves.",
        "Σm(1 - r)",
        "attended minutes whose ratio is known",
    ),
    Definition(
        "engagement_coverage",
        "Coverage of engagement",
        "How much of the data the engagement rate rests on: the share of attended minutes whose ratio is known, and "
        "the share of sessions with at least one. A blank ratio is unknown, not zero; a session without attendee rows "
        "shows Kaltura's own ratio and stays out of the pooled rate.",
        "Σm with a ratio / Σm; sessions with a ratio / sessions",
        "attended minutes; main sessions",
    ),
    Definition(
        "kaltura_ratio",
        "Kaltura's own ratio",
        "The engagement that Kaltura reports for a whole session. Shown for sessions without attendee rows; never "
        "pooled with others.",
        "meeting_engaged_play_time_ratio of 6000, engagement_rate of 6002",
    ),
    Definition(
        "pareto",
        "Share of disengaged minutes",
        "Sessions ordered by their disengaged minutes, and the part of all disengaged minutes that they hold together "
        "with the ones before them.",
        "running Σm(1 - r) / Σm(1 - r)",
        "disengaged minutes of the selection",
    ),
)

_DECISIONS = (
    Definition(
        "decision",
        "Decision",
        "Present when the minutes reach the threshold θ (75 % by default) of the session, less a tolerance τ "
        "(0.5 minutes); Partial when they reach the floor (1 minute), Brief when they do not; Absent when on the "
        "uploaded roster and not seen; Not judged when there in a role that the rule leaves out; Undecided while the "
        "session's length is unknown. Unrounded values are compared. Of several accounts on one line of the roster the "
        "best counts; the gradebook has the others, and an ID that is the roster's alone, in other_user_ids.",
        "Present: m ≥ θ·D - τ; Partial: m ≥ floor; Brief: m < floor",
        "the session's length, the host's minutes, or the longest attendee's minutes",
    ),
    Definition(
        "borderline", "Borderline", "Decisions within 1 minute of the line, worth a look.", "|m - (θ·D - τ)| ≤ 1"
    ),
    Definition(
        "roster_match",
        "Roster",
        "The people of an uploaded list. They are matched to the people seen by user ID, else by e-mail, in capital or "
        "small letters alike; never by name. Who matches nobody may have been absent from all, or be written "
        "differently.",
        "",
        "people of the list, each once",
    ),
    Definition(
        "threshold_curve",
        "Threshold curve",
        "How many attendances would count as Present at each threshold from 5 % to 100 %.",
        "attendances with m ≥ θ·D - τ",
        "attendances of sessions whose length is known",
    ),
    Definition(
        "maximum_attendance",
        "Maximum possible attendance",
        "The share that a person can still reach if they are Present in every session that is left.",
        "(Present + sessions left) / all sessions",
        "sessions held and still to come",
    ),
    Definition(
        "at_risk",
        "At risk",
        "People seen in at least 2 sessions of a room who missed its last 3, who attended 25 points less of its last 3 "
        "sessions than of those before (looked at from 6 sessions on), or who cannot reach the required share any "
        "more; each with the reason. The numbers are choices.",
    ),
    Definition(
        "attendance_share",
        "Share of sessions",
        "The part of the sessions in which a person was Present, of those held in the rooms they came to; with a "
        "roster, whose people are expected everywhere, of those held in all rooms selected. Sessions that still run, "
        "sessions whose attendees are not reported, and sessions in which the person is not judged do not count as "
        "held.",
        "sessions Present / sessions held",
        "sessions held whose length and attendees are known",
    ),
    Definition(
        "certificate",
        "Certificate of attendance",
        "A person qualifies in a room when they were Present in the required share of its sessions (75 % by default).",
        "sessions Present / sessions held ≥ required share",
        "sessions held whose length and attendees are known",
    ),
    Definition(
        "overlapping_presence",
        "Overlapping presence",
        "Two sessions that overlap in time, in which one person has over 1 minute more than fits between the start "
        "of the first and the end of the last. Two devices or a shared account explain it.",
        "m₁ + m₂ - minutes from the first start to the last end",
    ),
)

_RETURNING = (
    Definition(
        "new_attendees",
        "New attendees",
        "People first seen in this period. What was before the data's first day is not known, so early periods look "
        "newer than they were.",
        "distinct user_id whose first session starts in the period",
        "unique attendees of the period",
    ),
    Definition(
        "returning_attendees",
        "Returning attendees",
        "People seen in this period and in an earlier one of the data at hand.",
        "distinct user_id of the period seen before it",
        "unique attendees of the period",
    ),
    Definition(
        "repeat_rate",
        "Repeat rate",
        "The share of people who came to at least two sessions.",
        "people with ≥ 2 sessions / people",
        "unique attendees",
    ),
    Definition(
        "retention",
        "Retention",
        "Of the people whose first session fell in the same week, the share seen again k weeks later.",
        "cohort seen in week k / cohort",
        "people of the cohort",
    ),
    Definition(
        "stickiness",
        "Stickiness",
        "The part of a period's people that an average session holds.",
        "mean unique attendees of a session / unique attendees of the period",
        "unique attendees of the period",
    ),
    Definition(
        "audience_overlap",
        "Audience overlap",
        "People seen in both of two rooms, as a count and as a share of the people seen in either.",
        "|A ∩ B|; |A ∩ B| / |A ∪ B|",
        "people seen in either room",
    ),
)

_AT_ONCE = (
    Definition(
        "concurrency",
        "Sessions at once",
        "The number of sessions that run at the same moment, exact from their starts and ends.",
        "starts so far - ends so far",
    ),
    Definition(
        "peak_attendees",
        "People at once (estimate)",
        "How many people were in a session at its fullest. Kaltura does not say when people came and went, so only "
        "this range is known.",
        "max(⌈Σm / D⌉, number with m > D/2) ≤ peak ≤ unique",
    ),
)

_BREAKOUTS = (
    Definition(
        "parent_session",
        "Parent session",
        "The session of the main room that a breakout session overlaps longest.",
        "same parent room, largest overlap in time",
    ),
    Definition(
        "orphans",
        "Orphan breakouts",
        "Breakout sessions during which no session of their main room is known.",
        "breakout sessions without a parent session",
        "breakout sessions",
    ),
    Definition(
        "participation",
        "Breakout participation",
        "The share of a main session's people who joined any of its breakouts. When attendees of breakouts are not "
        "reported, only the lower and the upper bound are known, and the range is shown. Several sessions together: "
        "their participants divided by their people, over sessions that had breakouts.",
        "people in a breakout / people in the main session; else max(count)/U to min(1, Σcount/U)",
        "distinct people in the main session",
    ),
    Definition(
        "breakout_share",
        "Sessions with breakouts",
        "Main sessions that were the parent session of at least one breakout session, as a share of all main sessions.",
        "main sessions with breakouts / main sessions",
        "main sessions",
    ),
    Definition(
        "breakout_length",
        "Length of a breakout",
        "Minutes from a breakout's start to its end. Half of the breakouts lasted at least the median; those that "
        "still run have no length and are left out.",
        "(session_end_time - session_start_time) / 60",
    ),
    Definition(
        "evenness",
        "Evenness",
        "How equally people were spread over a session's breakouts: 100 % when all were the same size. Several "
        "sessions together: the mean of theirs, weighted by participants.",
        "-Σ p·ln p / ln n, p = a breakout's share of n breakouts' participants",
        "participants of the session's breakouts",
    ),
    Definition(
        "gini",
        "Gini",
        "How unequally people were spread over a session's breakouts: 0 when all were the same size "
        "(5, 5, 5, 5 is 0; 12, 4, 2, 2 is 0.40).",
        "Σ|xᵢ - xⱼ| / (2·n·Σx)",
        "participants of the session's breakouts",
    ),
    Definition(
        "breakout_flags",
        "Flags of breakouts",
        "Empty: nobody. Solo: one person. Over-full: more than twice the mean of the session's breakouts.",
    ),
    Definition(
        "lift",
        "Lift",
        "Engagement in a session's breakouts less engagement in the session itself, in percentage points.",
        "Σ(m·r)/Σm of breakouts - Σ(m·r)/Σm of the main session",
        "attended minutes whose ratio is known",
    ),
)

_NEEDS_A_LOOK = (
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
        "points of engagement.",
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

_TRUST = (
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
        "When the answers were fetched from Kaltura, or the files were read. "
        "Sessions that ran later are not in the data.",
        "the end of the fetch",
    ),
    Definition(
        "problems",
        "Problems found",
        "What was unusual in the rows received, each with what was done about it and the rows it was seen in. They are "
        "of everything received, whatever is selected.",
        "kinds of trouble, a report each",
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

SECTIONS: dict[str, tuple[Definition, ...]] = {
    "Things counted": _COUNTS,
    "Time spent": _TIME_SPENT,
    "Engagement": _ENGAGEMENT,
    "Decisions": _DECISIONS,
    "Coming back": _RETURNING,
    "At once": _AT_ONCE,
    "Breakouts": _BREAKOUTS,
    "What needs a look": _NEEDS_A_LOOK,
    "Trust": _TRUST,
}

DEFINITIONS: dict[str, Definition] = {entry.key: entry for entries in SECTIONS.values() for entry in entries}
