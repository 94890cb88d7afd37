"""What is said of who came, how long and how often."""

from kaltura.metrics.definitions.definition import Definition

COUNTS = (
    Definition(
        "session",
        "Session",
        "One opening of a room, known by its cue point ID. A session with a parent room is a breakout session. "
        "One that only report 6001 knows, when 6002 is missing, is of unknown layer: it is counted apart. Of several "
        "rows of one session the earliest start and the latest end count, and estimates that differ are unknown.",
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
        "One person in one session; rows that Kaltura sends twice for the same person and session count once, and so "
        "do anonymous rows of a session that tell the same name, e-mail and type, or none. Attendances of different "
        "sessions may be added. Where report 6001 has no session's attendees, their number is not known, unless "
        "Kaltura's estimate is 0 for each.",
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

TIME_SPENT = (
    Definition(
        "attended_minutes",
        "Attended minutes",
        "Minutes that people spent in sessions, all together. Kaltura measures them in steps of 10 seconds.",
        "Σm",
    ),
    Definition(
        "mean_minutes",
        "Mean minutes",
        "Minutes of an attendance on average.",
        "Σm / attendances",
        "attendances whose minutes are known",
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
        "the longest attendee's minutes (of those with a user ID) suit rooms that are opened early or closed late. "
        "Attendances longer than the session are counted, and clipped to 100 % in the picture only.",
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

RETURNING = (
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
        "Of the people whose first session fell in the same week, the share seen again k weeks later. Not known "
        "where no session of that week has its attendees reported.",
        "cohort seen in week k / cohort",
        "people of the cohort",
    ),
    Definition(
        "stickiness",
        "Stickiness",
        "The part of a period's people that an average session holds. Of a period with one session it says nothing.",
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

AT_ONCE = (
    Definition(
        "concurrency",
        "Sessions at once",
        "The number of sessions that run at the same moment, exact from their starts and ends. A session that still "
        "runs lasts until the data was fetched; one that started more than 24 hours before was never closed and is "
        "left out.",
        "starts so far - ends so far",
    ),
    Definition(
        "peak_attendees",
        "People at once (estimate)",
        "How many people were in a session at its fullest. Kaltura does not say when people came and went, so only "
        "this range is known. A person's minutes beyond the session's length are left out; where anonymous viewers "
        "were there, no most is known.",
        "max(⌈Σm / D⌉, number with m > D/2) ≤ peak ≤ unique",
    ),
)
