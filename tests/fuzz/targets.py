"""What is fuzzed: each target takes any bytes, and raises when a promise is broken.

Promises: nothing but FileError is raised, and every row that arrived is kept, merged or set aside.
"""

from collections.abc import Callable
from contextlib import suppress

import pandas as pd

from kaltura.api.errors import FileError
from kaltura.fetch.files import from_files
from kaltura.metrics.headline import headline
from kaltura.metrics.roster import read_roster
from kaltura.reports.columns import Report, column_names
from kaltura.reports.parse import Parsed, parse
from kaltura.reports.recognise import recognise
from kaltura.reports.resaved import parse_file
from tests.reports.workbooks import SHEET, TEXTS, rezipped


def reports(data: bytes) -> None:
    """An answer of Kaltura's, or a file saved from it, read as each of the reports."""
    recognise(data)
    for report in Report:
        for reader in (parse, parse_file):
            with suppress(FileError):
                _adds_up(reader(data, report))


def files(data: bytes) -> None:
    """One or several uploaded files, down to the figures on the first page."""
    parts = data.split(b"\0FILE\0")
    with suppress(FileError):
        ds = from_files([(f"{number}.csv", part) for number, part in enumerate(parts)])
        for entry in ds.ledger:
            assert entry.balances, entry
            assert entry.kept == ds.report(entry.report).collect().height, entry
        headline(ds)


def roster(data: bytes) -> None:
    """A list of people, as CSV or Excel."""
    with suppress(FileError):
        found = read_roster("roster", data)
        everybody = pd.concat([found.people, found.duplicates])
        assert not everybody["line"].duplicated().any()
        assert everybody[["user_id", "email"]].notna().any(axis=1).all()


def workbook(data: bytes) -> None:
    """A list of people, as the sheet and the shared texts of an Excel file whose packing is whole."""
    part, _, texts = data.partition(b"\0FILE\0")
    roster(rezipped({SHEET: part, TEXTS: texts}))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "reports": reports,
    "files": files,
    "roster": roster,
    "workbook": workbook,
}


def _adds_up(parsed: Parsed) -> None:
    assert parsed.received == parsed.frame.height + sum(parsed.set_aside.values()), parsed
    assert parsed.frame.columns == column_names(parsed.report)
    assert all(problem.count > 0 and problem.sentence for problem in parsed.problems)
    if not parsed.frame.is_empty():
        assert parsed.frame["cue_point_id"].null_count() == 0
