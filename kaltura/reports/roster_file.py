"""A CSV or Excel file that a person uploads → its cells, in which a roster is looked for."""

import polars as pl

from kaltura.api.errors import FileError
from kaltura.reports.first_sheet import MAX_CELLS, TooMuch, first_sheet, number_of_sheets

MAX_BYTES = 5_000_000
MAX_PEOPLE = 20_000  # beside titles and a header, which are not told from people here
MAX_COLUMNS = 200  # each takes a kilobyte, however little is in it
TITLE_LINES = 10  # at most, above the header
NEXT_STEP = "Use a CSV or Excel file with a header row and a column “user_id” or “email”."


def roster_cells(file_name: str, body: bytes) -> tuple[pl.DataFrame, int]:
    """The cells as text, header and titles among them, and how many more sheets there are, which are not read.

    A row of the frame is a row of the file. Raises FileError with a sentence for whatever cannot be read, is too large
    or empty.
    """
    if len(body) > MAX_BYTES:
        raise FileError(
            f"“{file_name}” is larger than {MAX_BYTES // 1_000_000} MB.", "Keep only IDs and e-mails in it."
        )
    packed = body.startswith(b"PK\x03\x04")
    if body and not packed and file_name.casefold().endswith((".xlsx", ".xlsm")):
        raise FileError(f"“{file_name}” is no Excel file.", NEXT_STEP)
    cells = _excel(file_name, body) if packed else _csv(file_name, body)
    if cells.height > MAX_PEOPLE + TITLE_LINES + 1:
        raise _too_many(file_name)
    if cells.is_empty():
        raise FileError(f"“{file_name}” is empty.", NEXT_STEP)
    return cells, number_of_sheets(body) - 1 if packed else 0


def _csv(file_name: str, body: bytes) -> pl.DataFrame:
    text = _decoded(body).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:  # Parquet, an Excel file of before 2007, a picture; else its pieces would be taken for IDs
        raise FileError(f"“{file_name}” is neither CSV nor an Excel file of today (.xlsx).", NEXT_STEP)
    lines = text.split("\n")
    separator = max(",;\t", key="\n".join(lines[: TITLE_LINES + 1]).count)
    columns = max(line.count(separator) for line in lines) + 1
    if columns > MAX_COLUMNS:
        raise FileError(f"“{file_name}” has more than {MAX_COLUMNS} columns.", "Keep only IDs and e-mails in it.")
    try:
        return pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            schema={f"column_{n}": pl.String for n in range(columns)},
            missing_columns="insert",
            extra_columns="ignore",
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError as error:
        raise FileError(f"“{file_name}” cannot be read as CSV: a quotation mark is left open.", NEXT_STEP) from error


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")  # what Excel saves as "CSV" on Windows


def _excel(file_name: str, body: bytes) -> pl.DataFrame:
    """The first sheet, as text; its empty rows too, so that lines keep their numbers."""
    too_large = FileError(f"“{file_name}” is too large once it is unpacked.", "Keep only IDs and e-mails in it.")
    try:
        cells = first_sheet(body)
    except TooMuch as error:
        raise too_large from error
    except Exception as error:  # a damaged file makes zipfile raise what its parts raise
        raise FileError(f"“{file_name}” is damaged, locked with a password, or no Excel file.", NEXT_STEP) from error
    rows, columns = max(cells, default=0), max((max(row) for row in cells.values()), default=0)
    if rows > MAX_PEOPLE + TITLE_LINES + 1:
        raise _too_many(file_name)
    if rows * columns > MAX_CELLS:
        raise too_large
    grid = [[cells.get(row, {}).get(column) for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    return pl.DataFrame(grid, schema={f"column_{n}": pl.String for n in range(columns)}, orient="row")


def _too_many(file_name: str) -> FileError:
    return FileError(f"“{file_name}” has more than {MAX_PEOPLE:,} people.", "Split it into one roster per course.")
