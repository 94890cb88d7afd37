"""What is said of engagement."""

from kaltura.metrics.definitions.definition import Definition

ENGAGEMENT = (
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
