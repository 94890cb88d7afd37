"""`python -m tests.trust.little_memory WAY FILE MB`: read what somebody uploads while memory is short.

MB: how much more than the program itself may be taken; the system refuses more (RLIMIT_AS). Prints the sentence.
"""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

from kaltura.api.errors import FileError
from kaltura.fetch.files import from_files, from_folder
from kaltura.metrics.roster import read_roster

WAYS: dict[str, Callable[[Path], object]] = {
    "roster": lambda path: read_roster(path.name, path.read_bytes()),
    "reports": lambda path: from_files([(path.name, path.read_bytes())]),
    "folder": lambda path: from_folder(path.parent),
}


def main() -> None:
    way, file, megabytes = sys.argv[1:]
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = taken + (int(megabytes) << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        WAYS[way](Path(file))
    except FileError as error:
        print(error.message, error.next_step)


if __name__ == "__main__":
    main()
