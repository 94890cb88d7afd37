"""Progress of a fetch on a terminal; silent when stderr is a file."""

from contextlib import suppress
from types import TracebackType
from typing import TextIO

from kaltura.fetch.progress import Progress
from kaltura.reports.columns import Report

_WIDTH = 24


class ProgressBar:
    """Call it with each Progress; it keeps one line up to date and leaves no trace at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._latest: dict[Report, Progress] = {}

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._draw("")

    def __call__(self, progress: Progress) -> None:
        """Draw the line anew."""
        if not self._shown:
            return
        self._latest[progress.report] = progress
        done = sum(p.windows_done for p in self._latest.values())
        total = max(1, sum(p.windows_total for p in self._latest.values()))
        rows = sum(p.rows for p in self._latest.values())
        filled = "█" * round(_WIDTH * min(1, done / total))
        self._draw(f"{filled:░<{_WIDTH}} {done}/{total} answers, {rows:,} rows")

    def _draw(self, line: str) -> None:
        with suppress(OSError):  # a terminal that was closed
            self._stream.write(f"\r\x1b[K{line}")
            self._stream.flush()
