"""What every number means, once: pages, charts, the workbook's sheet and docs/metrics.md all read this table.

In formulas: m = minutes of an attendance, r = its engaged fraction (0 to 1), D = its session's length in minutes,
U = distinct people, Σ = sum over what the number covers.
"""

from kaltura.metrics.definitions import attendance, breakouts, decisions, engagement, trust
from kaltura.metrics.definitions.definition import Definition

__all__ = ["DEFINITIONS", "SECTIONS", "Definition"]

SECTIONS: dict[str, tuple[Definition, ...]] = {
    "Things counted": attendance.COUNTS,
    "Time spent": attendance.TIME_SPENT,
    "Engagement": engagement.ENGAGEMENT,
    "Decisions": decisions.DECISIONS,
    "Coming back": attendance.RETURNING,
    "At once": attendance.AT_ONCE,
    "Breakouts": breakouts.BREAKOUTS,
    "What needs a look": trust.NEEDS_A_LOOK,
    "Trust": trust.TRUST,
}

DEFINITIONS: dict[str, Definition] = {entry.key: entry for entries in SECTIONS.values() for entry in entries}
