"""What is said of breakout sessions."""

from kaltura.metrics.definitions.definition import Definition

BREAKOUTS = (
    Definition(
        "parent_session",
        "Parent session",
        "The session of the main room that a breakout session overlaps longest. One without an end lasts until the "
        "room's next session, and 24 hours at most.",
        "same parent room, largest overlap in time",
    ),
    Definition(
        "orphans",
        "Orphan breakouts",
        "Breakout sessions during which no session of their main room is known. In the first 12 hours that were asked "
        "for none is called so, because the main session may have begun before; nor where certain people or breakouts "
        "alone were asked for.",
        "breakout sessions without a parent session",
        "breakout sessions",
    ),
    Definition(
        "participation",
        "Breakout participation",
        "The share of a main session's people who joined any of its breakouts. When attendees of one of its "
        "breakouts are not reported, or report 6002, which lists them all, is missing, only the lower and the upper "
        "bound are known, and the range is shown. A count is of identified people. Bounds are of everybody, and "
        "where somebody in the main session is anonymous or nobody reported, U is Kaltura's estimate: what is "
        "counted later may lie outside. Several sessions together: their participants divided by their people, over "
        "sessions that had breakouts.",
        "people of the main session who were in a breakout / people of the main session; "
        "else max(count)/U to min(1, Σcount/U)",
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
        "How equally people were spread over a session's breakouts, of which there are two or more: 100 % when all "
        "were the same size. A breakout with anonymous viewers counts by Kaltura's estimate. Several sessions "
        "together: the mean of theirs, weighted by participants.",
        "-Σ p·ln p / ln n, p = a breakout's share of n breakouts' participants",
        "participants of the session's breakouts",
    ),
    Definition(
        "gini",
        "Gini",
        "How unequally people were spread over a session's breakouts, two or more: 0 when all were the same size "
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
