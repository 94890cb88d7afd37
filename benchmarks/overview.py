"""The Overview page's metrics at full size, whole and with a room filter, against the same in plain pandas."""

from collections.abc import Callable

from benchmarks.account import busiest_room, dataset
from benchmarks.figure import Figure, in_turn
from benchmarks.pandas_overview import overview
from benchmarks.pandas_tables import Tables
from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.metrics.headline import headline
from kaltura.metrics.over_time import attendance_over_time, breakouts_over_time, engagement_over_time
from kaltura.metrics.rooms import top_rooms

METRICS: tuple[Callable[[Dataset], object], ...] = (
    headline,
    lambda ds: attendance_over_time(ds, "week"),
    lambda ds: engagement_over_time(ds, "week"),
    lambda ds: breakouts_over_time(ds, "week"),
    top_rooms,
)


def measure(attendances: int = 1_000_000, runs: int = 5) -> list[Figure]:
    """Ratios to pandas, and the seconds themselves against their own goals."""
    ds = dataset(attendances)
    tables, room = Tables.of(ds), busiest_room(ds)
    chosen = Filters(zone=ds.zone, rooms=(room,))
    whole, pandas_whole = in_turn(lambda: compute(ds.select(Filters(zone=ds.zone))), lambda: overview(tables), runs)
    room_only, pandas_room = in_turn(lambda: compute(ds.select(chosen)), lambda: overview(tables.in_room(room)), runs)
    size = f"{attendances:,} attendances"
    return [
        Figure(f"Overview's metrics, {size}", whole, "s", 0.4, pandas_whole, "plain pandas"),
        Figure("  the same, seconds", whole, "s", 0.3),
        Figure("Overview's metrics, one room", room_only, "s", 0.4, pandas_room, "plain pandas"),
        Figure("  the same, seconds", room_only, "s", 0.05),
    ]


def compute(ds: Dataset) -> list[object]:
    """The figures and tables of the page, computed anew; not which way its charts went, which pandas is not asked."""
    return [metric(ds) for metric in METRICS]
