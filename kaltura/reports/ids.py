"""IDs that are none, or that look like another: found among the different ones, which are far fewer than the rows."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

from kaltura.reports.columns import Column, Report
from kaltura.reports.findings import Findings
from kaltura.reports.header import matched

SESSION = "cue_point_id"
HEADER_AGAIN = "header line"  # set aside
_END = ("id", "ID", "Id")  # of each spelling of the session's column; to look at all letters of all IDs takes too long

_ROUNDED = re.compile(r"\d+([.,]\d+)?E\+\d+")

Different = Mapping[str, list[str]]  # column of IDs → those in it, each once


def different_ids(frame: pl.DataFrame, columns: Iterable[Column]) -> Different:
    """The IDs in the frame."""
    return {column.name: _different(frame[column.name]) for column in columns if column.is_id}


def without_headers(frame: pl.DataFrame, ids: Different, findings: Findings) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that do not name the columns once more, and how many do: files put one behind the other have such."""
    headers = naming_the_column(ids[SESSION], findings.report)
    if not headers:
        return frame, {}
    named = pl.col(SESSION).is_in(headers).fill_null(value=False)
    rows = frame.filter(named)
    findings.note_rows("repeated_header", rows)
    return frame.filter(~named), {HEADER_AGAIN: rows.height}


def naming_the_column(cells: Iterable[str], report: Report) -> list[str]:
    """Those of the cells that are no session's ID but the name of its column."""
    likely = [cell for cell in cells if cell.endswith(_END)]
    return [cell for cell, name in zip(likely, matched(likely, report), strict=True) if name == SESSION]


def without_rounded(frame: pl.DataFrame, ids: Different, findings: Findings) -> pl.DataFrame:
    """The frame without IDs that a spreadsheet took for numbers and rounded: different ones look the same then."""
    for name, texts in ids.items():
        rounded = [text for text in texts if "E+" in text and _ROUNDED.fullmatch(text)]
        if rounded:
            found = pl.col(name).is_in(rounded).fill_null(value=False)
            findings.note_rows("rounded_id", frame.filter(found), name)
            # Without its main room, a breakout of 6000 would be a main session.
            kept = findings.report == Report.ROOM_SESSIONS and name == "parent_entry_id"
            frame = frame if kept else frame.with_columns(pl.when(~found).then(name).alias(name))
    return frame


def note_unseen(frame: pl.DataFrame, ids: Different, findings: Findings) -> None:
    """Note IDs with characters that screens show as a space or not at all; in the examples these are spelled out."""
    for name, texts in ids.items():
        spelled = {text: _spelled(text) for text in texts if not text.isprintable()}
        if spelled:
            rows = frame.filter(pl.col(name).is_in([*spelled])).cast({name: pl.String})
            findings.note_rows("unseen_character", rows.with_columns(pl.col(name).replace(spelled)), name)


def _different(cells: pl.Series) -> list[str]:
    if cells.dtype != pl.Categorical:
        return cells.cast(pl.String).drop_nulls().unique().to_list()
    # Counting codes takes a third of the time that `unique` takes.
    codes = np.bincount(cells.to_physical().drop_nulls().to_numpy()).nonzero()[0]
    return pl.Series(codes.astype(np.uint32)).cat.to(pl.Categorical).cast(pl.String).to_list()


def _spelled(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
