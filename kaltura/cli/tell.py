"""What the command says beside its output."""

import sys
from contextlib import suppress


def tell(text: str) -> None:
    """Print to stderr. That nobody reads it any more does not end the command."""
    with suppress(BrokenPipeError):
        print(text, file=sys.stderr)
