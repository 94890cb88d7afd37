"""Dispatch, and failures as sentences."""

import traceback
from collections.abc import Sequence
from pathlib import Path

from polars.exceptions import PanicException

from kaltura.api.errors import AnalyticsError
from kaltura.cli.arguments import parsed
from kaltura.cli.exit_codes import Exit, exit_code
from kaltura.cli.tell import close_output, tell


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit status (see exit_codes)."""
    try:
        options = parsed(arguments)
    except SystemExit as stop:  # argparse has already said why
        return Exit.COMPLETE if stop.code == 0 else Exit.USAGE
    try:
        return int(options.run(options))
    except AnalyticsError as error:
        tell(f"kaltura: {error}")
        return exit_code(error)
    except KeyboardInterrupt:
        # It may have come when the folder was in place already, so that nothing is said of what was written.
        whole = "A folder is written whole or not at all; run" if "out" in options else "Run"
        tell(f"kaltura: It was stopped. {whole} it again when you are ready.")
        return Exit.NOT_FETCHED
    except BrokenPipeError:
        # The reader of our output has left, as `… | head` does; there is nobody to tell.
        close_output()
        return Exit.COMPLETE
    except (Exception, PanicException) as error:  # noqa: BLE001 — the last resort: say that it is our fault
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        # Its words are not shown: they may hold a name or a secret.
        tell(
            f"kaltura: This is a bug in this program: {type(error).__name__} at {place}.\n"
            "Please report it with these two lines."
        )
        return Exit.BUG
