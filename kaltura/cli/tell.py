"""What the command says: its output, and what it says beside it."""

import os
import sys
from contextlib import suppress

from kaltura.api.errors import AnalyticsError


def put(text: str) -> None:
    """Print to stdout, at once. Raises BrokenPipeError when its reader has left, AnalyticsError when a disk is full."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        close_output()
        raise AnalyticsError(
            f"The output could not be written: {error.strerror or type(error).__name__}.",
            "Free some space or send it elsewhere, and run it again.",
        ) from error


def tell(text: str) -> None:
    """Print to stderr. That nobody reads it, or that its disk is full, does not end the command."""
    with suppress(OSError):
        print(text, file=sys.stderr)


def close_output() -> None:
    """Send what stdout still holds nowhere, or Python would try again at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
