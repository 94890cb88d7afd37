"""One line of the benchmarks' table, and how it is measured."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """A measurement beside its reference, taken in turn in one run.

    value, reference: medians in `unit`; reference None when the goal is absolute.
    goal: the largest ratio (or, without a reference, value) that is good; None: told, not judged.
    """

    name: str
    value: float
    unit: str
    goal: float | None
    reference: float | None = None
    against: str = ""

    @property
    def measured(self) -> float:
        """What is held against the goal: the ratio, or the value itself."""
        return self.value if self.reference is None else self.value / self.reference

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.goal is None or self.measured <= self.goal


def in_turn(subject: Callable[[], object], reference: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median seconds of both, run A B A B … after one warm-up, so that a drift of the machine hits both."""
    subject(), reference()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for call, kept in zip((subject, reference), times, strict=True):
            began = perf_counter()
            call()
            kept.append(perf_counter() - began)
    return median(times[0]), median(times[1])


def megabytes(pid: int, field: str) -> float:
    """Memory of a process as Linux tells it: now (VmRSS), or at its highest (VmHWM)."""
    # Not getrusage: its ru_maxrss survives exec, so a child begins with its parent's peak.
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status[field].split()[0]) / 1024


def table(figures: list[Figure]) -> str:
    """The figures as aligned text."""
    head = ("what", "measured", "against", "reference", "ratio", "goal", "")
    rows = [head] + [
        (
            f.name,
            f"{f.value:.3g} {f.unit}",
            f.against,
            "" if f.reference is None else f"{f.reference:.3g} {f.unit}",
            "" if f.reference is None else f"{f.measured:.2f}×",
            "" if f.goal is None else f"≤ {f.goal:g}{'×' if f.reference is not None else ' ' + f.unit}",
            "" if f.goal is None else "ok" if f.met else "MISSED",
        )
        for f in figures
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)
