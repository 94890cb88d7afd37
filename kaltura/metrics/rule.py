"""The rule of who counts as Present, and the words of its decisions."""

from dataclasses import dataclass

from kaltura.api.errors import UsageError
from kaltura.metrics.denominators import DENOMINATORS, Denominator
from kaltura.written import short_percent

PRESENT, PARTIAL, BRIEF, ABSENT, UNDECIDED = "Present", "Partial", "Brief", "Absent", "Undecided"
NOT_JUDGED = "Not judged"  # there, as a user type that the rule leaves out
BORDERLINE_MINUTES = 1.0


@dataclass(frozen=True)
class Rule:
    """When an attendance counts. Raises UsageError for numbers outside their range.

    threshold: part of the session that makes Present, above 0 up to 1. floor_minutes: makes Partial; less is Brief.
    tolerance_minutes: how far below the line still counts, because heartbeats come every 10 seconds.
    denominator: what the threshold is a part of, see DENOMINATORS. user_types: those judged; empty: all.
    """

    threshold: float = 0.75
    floor_minutes: float = 1.0
    tolerance_minutes: float = 0.5
    denominator: Denominator = "session"
    user_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise UsageError(f"The threshold {self.threshold:.0%} is not possible.", "Choose one from 1 % to 100 %.")
        if not (0 <= self.floor_minutes < float("inf") and 0 <= self.tolerance_minutes < float("inf")):
            raise UsageError("The floor and the tolerance cannot be negative.", "Choose 0 minutes or more.")
        if self.denominator not in DENOMINATORS:
            raise UsageError(f"“{self.denominator}” is no measure of a session.", f"Use {', '.join(DENOMINATORS)}.")

    @property
    def sentence(self) -> str:
        """The rule in words, for pages, certificates and files."""
        types = "user type" if len(self.user_types) == 1 else "user types"
        judged = f"; only {types} {', '.join(self.user_types)}" if self.user_types else ""
        brief = ", Brief under that" if self.floor_minutes else ""
        return (
            f"Present from {short_percent(self.threshold)} of {DENOMINATORS[self.denominator]}, less "
            f"{self.tolerance_minutes:g} min tolerance; Partial from {self.floor_minutes:g} min{brief}; "
            f"minutes in breakouts not counted{judged}."
        )
