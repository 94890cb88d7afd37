"""What is said of thresholds and of the decisions made by them."""

from kaltura.metrics.definitions.definition import Definition

DECISIONS = (
    Definition(
        "decision",
        "Decision",
        "Present when the minutes reach the threshold θ (75 % by default) of the session, less a tolerance τ "
        "(0.5 minutes); Partial when they reach the floor (1 minute), Brief when they do not; Absent when on the "
        "uploaded roster and not seen; Not judged when there as a user type that the rule leaves out; Undecided "
        "where the person's minutes, or what they are measured against, are not known, as in a session without an "
        "end. Minutes are those in the main room; those in its breakouts do not count, and the reason names them where "
        "somebody is not Present. Unrounded values are compared. Where several accounts match one line of the roster, "
        "the best decision counts; the gradebook lists the other accounts, and an ID that only the roster has, in "
        "other_user_ids.",
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
        "small letters alike; never by name. Lines that share an ID, an e-mail or an account are of one person, who "
        "has the IDs and e-mails of all of them. Anyone who matches nobody may have been absent throughout, or be "
        "spelled differently.",
        "",
        "people of the list, each once",
    ),
    Definition(
        "absences",
        "Absent",
        "How many decisions of the people on the roster are Absent: each of them counts once in each session, as they "
        "are expected everywhere. Sessions without an end, and those whose attendees are not reported, say of nobody "
        "that they were absent.",
        "",
        "people on the roster × sessions whose length and attendees are known",
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
        "People seen in at least 2 sessions of a room who missed its last 3 (seen under the floor counts as missed), "
        "whose part of a session, on average, is 25 points lower in its last 3 sessions than in those before (looked "
        "at from 6 sessions on), or who cannot reach the required share any more; each with the reason. With a "
        "roster its people are looked at, those never seen too, and nobody else. The sessions seen, those missed, the "
        "points and the share can be changed.",
    ),
    Definition(
        "attendance_share",
        "Share of sessions",
        "The part of the sessions in which a person was Present, of those held in the rooms they came to; with a "
        "roster, whose people are expected everywhere, of those held in all rooms selected. Sessions without an end, "
        "sessions whose attendees are not reported, and sessions in which the person is not judged or not decided do "
        "not count as held; those in which only anonymous viewers were seen do.",
        "sessions Present / sessions held",
        "sessions held whose length and attendees are known",
    ),
    Definition(
        "certificate",
        "Certificate of attendance",
        "A person qualifies in a room when they were Present in the required share of its sessions (75 % by default). "
        "With a roster all accounts of one person count together.",
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
