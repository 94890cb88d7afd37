"""Time as Kaltura's reports count it: whole UTC hours, windows that overlap, and who owns a session.

A report's numbers cover the viewing in [from, to), so a session that runs over `to` comes back partial.
A window therefore owns the sessions that start in [start, end), and asks for [start, until), later than
its end. Windows tile the request: every start is owned once, whatever the windows are cut into.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from kaltura.fetch.limits import HOUR
from kaltura.when import moment


@dataclass(frozen=True, order=True)
class Tile:
    """One window in Unix seconds, on whole UTC hours: owns [start, end), asks for [start, until)."""

    start: int
    end: int
    until: int

    def __str__(self) -> str:
        return f"{_instant(self.start)} to {_instant(self.end)} UTC"


def aligned(start: int, end: int) -> tuple[int, int]:
    """[start, end) outward to whole hours.

    Kaltura keeps viewing per UTC hour and leaves out an hour that is only partly asked for.
    """
    return start // HOUR * HOUR, -(-end // HOUR) * HOUR


def tiles(start: int, end: int, *, longest: float, pad: int) -> tuple[Tile, ...]:
    """[start, end) in equal windows of at most `longest` seconds (but at least an hour); none when it is empty."""
    first, last = aligned(start, end)
    hours = (last - first) // HOUR
    if end <= start:
        return ()
    parts = min(hours, max(1, -(-(last - first) // max(HOUR, int(longest)))))
    edges = [first + hours * i // parts * HOUR for i in range(parts + 1)]
    return tuple(Tile(a, b, b + pad) for a, b in pairwise(edges))


def halves(tile: Tile) -> Sequence[Tile]:
    """The same ownership over less time: two windows with the same padding; for one hour, half the padding.

    Empty when the tile is a single hour without padding. What a session did after its window is asked for later.
    """
    hours, pad = (tile.end - tile.start) // HOUR, (tile.until - tile.end) // HOUR
    if hours < 2:
        return (Tile(tile.start, tile.end, tile.end + pad // 2 * HOUR),) if pad else ()
    middle = tile.start + hours // 2 * HOUR
    return Tile(tile.start, middle, middle + pad * HOUR), Tile(middle, tile.end, tile.until)


def _instant(seconds: int) -> str:
    return moment(datetime.fromtimestamp(seconds, UTC))
