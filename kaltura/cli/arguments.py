"""The command line: subcommands, options, and help that is enough to use them."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from math import nan
from pathlib import Path
from typing import Any, NoReturn

from kaltura import __version__
from kaltura.api.redaction import Redactor
from kaltura.api.regions import REGIONS
from kaltura.cli.exit_codes import MEANINGS
from kaltura.demo.faults import API_KINDS, SILENT_KINDS, TRANSPORT_KINDS
from kaltura.filters import split_list
from kaltura.plural import plural

_CREDENTIALS_HELP = """\
credentials come from the environment or from a secrets file, never from arguments:
  KALTURA_KS                                                        a ready session
  KALTURA_PARTNER_ID, KALTURA_ADMIN_SECRET                          an admin secret
  KALTURA_PARTNER_ID, KALTURA_APP_TOKEN_ID, KALTURA_APP_TOKEN       an app token
  KALTURA_APP_TOKEN_HASH    its hash (SHA1 if not given);  KALTURA_USER_ID    the user of sessions made here
A session is used before the others; when a part is missing the exit code is 2.

examples:
  KALTURA_KS=… python -m kaltura fetch --from 2025-11-01 --to 2025-11-30 --tz Europe/Berlin --region eu --out november
  python -m kaltura summary november --json
"""

_KINDS = "\n".join(f"  {kind:16} {what}" for kind, what in (TRANSPORT_KINDS | SILENT_KINDS).items())
_FAULTS_HELP = f"""\
faults: KIND[@report or call][>hours h][:nth][xtimes][=value], e.g. ACTION_BLOCKED@6001:2x3 strikes report 6001 from its
second call, three times, START_SESSION_ERROR@session.start the first session that is made; xall is always.
Kinds: {", ".join(API_KINDS)}
{_KINDS}
"""

_ALL = {"events": "events", "rooms": "rooms", "users": "users", "sessions": "sessions", "parents": "rooms"}


class _Parser(argparse.ArgumentParser):
    """Takes no option for a longer one, as --secret for --secrets, and repeats no secret; its subparsers neither."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        super().error(Redactor().clean(message))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The command's options, `run` among them. Exits as argparse does."""
    root = parser()
    options, unknown = root.parse_known_args(arguments)
    if unknown:
        # What stands after an option that does not exist may be a secret of any shape.
        named = [word.partition("=")[0] for word in unknown if word.startswith("-")]
        root.error(f"unrecognized arguments: {' '.join(named) or plural(len(unknown), 'value') + ' of no option'}")
    return options


def parser() -> argparse.ArgumentParser:
    """The command line of all subcommands."""
    codes = "\n".join(f"  {code.value}  {meaning}" for code, meaning in sorted(MEANINGS.items()))
    root: argparse.ArgumentParser = _Parser(
        prog="python -m kaltura",
        description="Fetch Kaltura's Room reports, sum them up, or serve the demo account. No screen needed.",
        epilog=f"exit codes:\n{codes}\n\nEach subcommand has its own --help.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    _add_fetch(commands)
    _add_summary(commands)
    _add_demo_server(commands)
    return root


def _add_fetch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "fetch",
        help="fetch the three reports of a range of days into a folder",
        description="Fetch the three Room reports of a range of local days into a folder: sessions.csv,\n"
        "attendances.csv, breakouts.csv and fetch.json (where it came from, the ledger, problems, complete).\n"
        "The folder appears whole or not at all; an earlier fetch in the same folder is replaced,\n"
        "unless it has a report that the new one lacks.",
        epilog=_CREDENTIALS_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--from", dest="start", type=_day, required=True, metavar="DAY", help="first day, YYYY-MM-DD")
    command.add_argument("--to", dest="end", type=_day, required=True, metavar="DAY", help="last day, included")
    command.add_argument("--tz", default="UTC", metavar="ZONE", help="IANA time zone of these days (default UTC)")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--region", choices=sorted(REGIONS), default="us", help="Kaltura's region (default us)")
    where.add_argument("--base-url", metavar="URL", help="a self-hosted Kaltura; https, or http on this machine")
    command.add_argument("--secrets", type=Path, metavar="FILE", help="TOML file with the credentials' names as keys")
    for name, what in (
        ("events", "virtual event IDs"),
        ("rooms", "room entry IDs; a main room brings its breakout rooms"),
        ("users", "user IDs"),
        ("sessions", "session IDs (cue points)"),
        ("parents", "main rooms; fetch only their breakouts, without their main sessions"),
    ):
        _add_list(command, name, what)
    command.set_defaults(run=_run_fetch)


def _add_summary(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "summary",
        help="the headline figures of a fetched folder, or of a folder of Kaltura's own CSVs",
        description="The headline figures of a folder: one that `fetch` wrote, or one of CSVs exported from Kaltura.",
    )
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--from", dest="start", type=_day, metavar="DAY", help="first day, YYYY-MM-DD")
    command.add_argument("--to", dest="end", type=_day, metavar="DAY", help="last day, included")
    command.add_argument("--tz", metavar="ZONE", help="IANA time zone (default: the fetch's, else UTC)")
    _add_list(command, "events", "virtual event IDs or names")
    _add_list(command, "rooms", "room entry IDs")
    command.add_argument("--json", action="store_true", help="machine-readable, unrounded")
    command.set_defaults(run=_run_summary)


def _add_demo_server(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "demo-server",
        help="serve the demo account through an emulator of Kaltura's API on this machine",
        description="Serve the demo account on 127.0.0.1 until interrupted. Prints NAME=value, a line each:\n"
        "the URL, the partner ID, an admin secret, an app token and its ID, and a ready KS, all of the demo account.",
        epilog=_FAULTS_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--port", type=partial(_number, int, 0, 65_535), default=0, help="port (default: a free one)")
    command.add_argument(
        "--seed",
        type=partial(_number, int, 0, 1_000_000),
        default=1,
        help="another seed is another university (default 1)",
    )
    command.add_argument(
        "--scale",
        type=partial(_number, float, 0.01, 100),
        default=1.0,
        help="size; 1 is about 20,000 attendances, 100 the most",
    )
    command.add_argument(
        "--fault", action="append", default=[], metavar="FAULT", help="fail on purpose; may be repeated"
    )
    command.set_defaults(run=_run_demo_server)


def _add_list(command: argparse.ArgumentParser, name: str, what: str) -> None:
    command.add_argument(f"--{name}", type=partial(_ids, name), default=(), metavar="a,b", help=what)


def _ids(name: str, text: str) -> tuple[str, ...]:
    # A script whose variable is unset must not fetch the whole account.
    if not text.strip():
        raise argparse.ArgumentTypeError(f"the list is empty; leave --{name} out for all {_ALL[name]}")
    ids = split_list(text)
    if len(ids) != text.count(",") + 1:
        raise argparse.ArgumentTypeError(f"“{text}” holds an empty item; write one comma between two IDs, as in a,b")
    return ids


def _number(kind: Callable[[str], float], low: float, high: float, text: str) -> float:
    try:
        value = kind(text)
    except ValueError:
        value = nan
    if not low <= value <= high:  # so written, it refuses nan too
        numbers = "whole number" if kind is int else "number"
        raise argparse.ArgumentTypeError(
            f"{text} is not among the values allowed; give a {numbers} from {low} to {high}"
        )
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write it as 2025-11-30") from error


def _run_fetch(options: argparse.Namespace) -> int:
    from kaltura.cli.fetch import run

    return run(options)


def _run_summary(options: argparse.Namespace) -> int:
    from kaltura.cli.summary import run

    return run(options)


def _run_demo_server(options: argparse.Namespace) -> int:
    from kaltura.cli.demo_server import run

    return run(options)
