"""python -m kaltura: see `python -m kaltura --help`."""

import os
import signal
import sys
from io import TextIOWrapper

from kaltura.cli.main import main
from kaltura.cli.signals import when_told_to_end

if __name__ == "__main__":
    # What ends a nightly job is treated as Ctrl-C is: the session made here is ended, and no half a folder stays.
    when_told_to_end(signal.default_int_handler)
    for name in ("stdout", "stderr"):  # closed, as by `2>&-`: Python has none then, and would print to the other one
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  open to the end
    for stream in (sys.stdout, sys.stderr):  # a name with letters that the terminal lacks is no reason to stop
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
