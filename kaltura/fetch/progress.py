"""What a fetch says of itself while it runs."""

from collections.abc import Callable
from dataclasses import dataclass

from kaltura.plural import plural
from kaltura.reports.columns import Report


@dataclass(frozen=True)
class Progress:
    """How far one report is. `windows_total` grows when a window has to be asked again in halves.

    rows: received so far and not discarded. sentence: the same for the person.
    """

    report: Report
    windows_done: int
    windows_total: int
    rows: int

    @property
    def sentence(self) -> str:
        """For example "Attendees: 2 of 3 windows, 41,200 rows"."""
        windows, rows = plural(self.windows_total, "window"), plural(self.rows, "row")
        return f"{self.report.title}: {self.windows_done} of {windows}, {rows}"


OnProgress = Callable[[Progress], None]
