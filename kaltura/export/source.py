"""Where the rows of a file came from, in words: the workbook's sheet and the end of the printable summary."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from kaltura import __version__
from kaltura.dataset import Dataset
from kaltura.export.record import CAVEAT, rows_of
from kaltura.metrics.quality import ledger_table
from kaltura.reports.columns import Report

_SOURCES = {"demo": "The demo account: invented people", "live": "Kaltura's API", "files": "Files"}


def source_table(ds: Dataset, words: str) -> pd.DataFrame:
    """What, Value: provenance, selection, rows, ledger, problems and caveat. words: the selection as it was read."""
    return pd.DataFrame([*_lines(ds, words)], columns=["What", "Value"])


def days_asked(ds: Dataset) -> tuple[date | None, date | None, str]:
    """First and last day that were asked for, and the zone that they are days of; None where an end is not known.

    As the request has them; where it has no days, as files have whose record tells moments, in the zone shown.
    """
    asked = ds.provenance.requested
    if asked.start or asked.end:
        return asked.start, asked.end, asked.zone
    return *ds.provenance.days(ds.zone), ds.zone


def _ledger_words(ds: Dataset) -> dict[str, str]:
    """Report → "1,480 received = 1,460 kept + 0 merged + 0 outside + 20 set aside"."""
    return {
        f"{row.title} ({row.report})": f"{row.received:,} received = {row.kept:,} kept + {row.merged:,} merged + "
        f"{row.outside:,} outside + {row.set_aside:,} set aside"
        for row in ledger_table(ds).itertuples()
    }


def _lines(ds: Dataset, words: str) -> Iterator[tuple[str, str]]:
    source, zone = ds.provenance, ZoneInfo(ds.zone)
    yield "Selection", words
    yield from (("Names", "hidden: people stand under pseudonyms"),) if ds.names_hidden else ()
    yield "Time zone of local times", ds.zone
    yield "Source", _SOURCES[source.source]
    yield from (("Account", source.account),) if source.account else ()
    if source.source != "demo":  # its address is this dashboard's own, and another after each start
        yield "Files" if source.source == "files" else "Address", source.base
    yield "Fetched" if source.was_fetched else "Files read", _local(source.finished, zone)
    yield "Days asked for", _days(ds)
    yield "Complete", "yes" if ds.complete else "no"
    yield from ((f"Missing: {f.report.title}", f.in_full) for f in source.failures)
    yield from ((f"Rows here: {r.title}", f"{rows_of(ds, r):,}") for r in Report)
    yield from ((f"Ledger of all received: {title}", text) for title, text in _ledger_words(ds).items())
    yield from (("Problem", problem.named) for problem in ds.problems)
    yield "Caveat", CAVEAT
    yield "Made by", f"Kaltura Room Analytics {__version__}"


def _days(ds: Dataset) -> str:
    """'2026-03-01 to 2026-03-31', and the zone where another one is shown now: its days are others."""
    first, last, zone = days_asked(ds)
    if first is None and last is None:
        return "not known"
    span = " to ".join(f"{day:%Y-%m-%d}" if day else "…" for day in (first, last))
    return span if zone == ds.zone else f"{span} ({zone})"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"
