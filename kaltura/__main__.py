"""python -m kaltura: see `python -m kaltura --help`."""

import sys

from kaltura.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
