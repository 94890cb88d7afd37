"""How large a body may be, so that a hostile or broken one is refused before it fills the memory."""

from kaltura.api.errors import FileError

MOST_BYTES = 512 << 20  # about four million attendances
LONGEST_LINE = 1 << 20  # a row of Kaltura's has some hundred bytes


def check_bytes(size: int) -> None:
    """Raise FileError when so many bytes are more than are read in one piece."""
    if size > MOST_BYTES:
        raise FileError(
            f"The data is {size >> 20:,} MB, more than the {MOST_BYTES >> 20} MB that are read in one piece.",
            "Export fewer days at once and read the files together.",
        )


def check_size(body: bytes) -> None:
    """Raise FileError when the body, or one line of it, is larger than any report's."""
    check_bytes(len(body))
    start = 0
    while len(body) - start > LONGEST_LINE:
        # From the start of a line, jump to the last line that starts within reach: each byte is passed once.
        start = body.rfind(b"\n", start, start + LONGEST_LINE + 1) + 1
        if start == 0:
            raise FileError(
                f"The data has a line of more than {LONGEST_LINE >> 20} MB, which no row of a report has.",
                "Check that the file is a CSV of Kaltura's; export it again.",
            )


def too_broken(lines: int) -> FileError:
    """The error of a body with more than so many lines that do not fit its columns."""
    return FileError(
        f"More than {lines:,} lines do not have one value for each column, so this is no report.",
        "Check that the file is a CSV of Kaltura's; export it again.",
    )
