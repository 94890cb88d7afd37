"""How large a body may be, so that a hostile or broken one is refused before it fills the memory."""

from kaltura.api.errors import FileError

MOST_BYTES = 512 << 20  # about four million attendances
LONGEST_LINE = 1 << 20  # a row of Kaltura's has some hundred bytes


def check_size(body: bytes) -> None:
    """Raise FileError when the body, or one line of it, is larger than any report's."""
    if len(body) > MOST_BYTES:
        raise FileError(
            f"The data is {len(body) >> 20:,} MB, more than the {MOST_BYTES >> 20} MB that are read in one piece.",
            "Export fewer days at once and read the files together.",
        )
    start = 0
    while len(body) - start > LONGEST_LINE:
        # From the start of a line, jump to the last line that starts within reach: each byte is passed once.
        start = body.rfind(b"\n", start, start + LONGEST_LINE + 1) + 1
        if start == 0:
            raise FileError(
                f"The data has a line of more than {LONGEST_LINE >> 20} MB, which no row of a report has.",
                "Check that the file is a CSV of Kaltura's; export it again.",
            )
