"""python -m kaltura: see `python -m kaltura --help`."""

import signal
import sys

from kaltura.cli.main import main

if __name__ == "__main__":
    # What ends a nightly job is treated as Ctrl-C is: the session made here is ended, and no half a folder stays.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
