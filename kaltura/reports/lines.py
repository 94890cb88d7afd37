"""Lines that do not have one value per column: a row split by a line break in a name, or a broken one.

Kaltura's export neither quotes nor escapes, so a line break in a name ends the line: the row arrives as
two lines (or more) with too few values each.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kaltura.reports.findings import Findings
from kaltura.reports.size import too_broken

PIECE = 1 << 20  # bytes looked at in one go, each of which may be a line
MOST_JOINED = 20  # lines that one row may have been split into
MOST_BY_HAND = 20_000  # lines split in Python; above that, reading every cell as text is sooner done
MOST_ODD = 200_000  # lines that are looked at one by one; no report has that many broken names

Stretch = tuple[int, int]  # [start, end) of a body: whole lines


@dataclass(frozen=True)
class Line:
    """Bytes [start, end) of the body, without the line break, and how many separators they hold."""

    start: int
    end: int
    separators: int


@dataclass
class Sorted:
    """The lines of a body, sorted by use.

    whole: where the good lines are, as [start, end) of the body, each stretch ended by a line break.
    by_hand: rows, each to be split at its separators.
    set_aside: reason → lines.
    """

    whole: list[Stretch]
    by_hand: list[bytes] = field(default_factory=list)
    set_aside: dict[str, int] = field(default_factory=dict)


def sort_lines(
    body: bytes, start: int, odd: Sequence[Line], width: int, plausible: Callable[[bytes], bool], findings: Findings
) -> Sorted:
    """Sort the lines of body[start:], which follows a line break and ends in one.

    odd: its lines that need a closer look. width: values a line should have.
    plausible: whether a row put together from several lines makes sense.
    A row is put together from consecutive lines when they have exactly the right number of values in all.
    """
    result = Sorted(between(start, len(body), odd))
    aside: dict[str, list[Line]] = {"empty line": [], "broken line": []}
    joined: list[bytes] = []
    position = 0
    while position < len(odd):
        taken = _joinable(odd, position, width - 1)
        row = body[odd[position].start : odd[position + taken - 1].end]
        if odd[position].separators == width - 1:
            result.by_hand.append(row)
        elif taken > 1 and plausible(row):
            result.by_hand.append(row)
            joined.append(row)
        else:
            line = odd[position]
            aside["broken line" if body[line.start : line.end].strip() else "empty line"].append(line)
            taken = 1
        position += taken
    for reason, lines in aside.items():
        if lines:
            result.set_aside[reason] = len(lines)
            findings.note_lines(reason.replace(" ", "_"), (_text(body[line.start : line.end]) for line in lines))
    findings.note_lines("joined_line", map(_text, joined))
    return result


def odd_lines(body: bytes, start: int, separator: bytes, width: int) -> Iterator[Line]:
    """The lines of body[start:] that do not have `width` values, or that Polars would not read as they are.

    Raises FileError when they are too many for a report.
    """
    wanted = width - 1
    returns = b"\r" in body  # Polars drops a carriage return at the end of any cell
    at_end = b"\r" + separator
    count = 0
    while start < len(body):
        end = body.rfind(b"\n", start, start + PIECE) + 1 or body.index(b"\n", start) + 1
        for line in body[start : end - 1].split(b"\n"):
            separators = line.count(separator)
            if separators != wanted or (returns and at_end in line):
                count += 1
                if count > MOST_ODD:
                    raise too_broken(MOST_ODD)
                yield Line(start, start + len(line), separators)
            start += len(line) + 1


def between(start: int, end: int, lines: Sequence[Line]) -> list[Stretch]:
    """What is left of [start, end) without these lines, which are in order."""
    starts, ends = [start, *(line.end + 1 for line in lines)], [*(line.start for line in lines), end]
    return [(first, last) for first, last in zip(starts, ends, strict=True) if first < last]


def _joinable(odd: Sequence[Line], position: int, wanted: int) -> int:
    """How many lines from `position` on make one row; 1 when they make none."""
    if odd[position].start == odd[position].end:
        return 1  # an ID comes first, and no ID begins with a line break
    total = 0
    for taken, line in enumerate(odd[position : position + MOST_JOINED], start=1):
        if taken > 1 and line.start != odd[position + taken - 2].end + 1:
            return 1
        if taken > 1 and line.separators == wanted:
            return 1  # a whole row of its own
        total += line.separators
        if total >= wanted:
            return taken if total == wanted else 1
    return 1


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")
