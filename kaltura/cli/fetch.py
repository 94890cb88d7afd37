"""`python -m kaltura fetch`: the three reports of a range of days, into a folder, all or nothing."""

import argparse
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kaltura.api.client import Client
from kaltura.api.credentials import KS, OTHERS, SECRET, TOKEN, TOKEN_ID, AdminSecret, Credentials, from_environment
from kaltura.api.errors import UsageError
from kaltura.api.redaction import Redactor
from kaltura.api.regions import REGIONS, check_base
from kaltura.cli.exit_codes import Exit
from kaltura.cli.folder import check_target, write_folder
from kaltura.cli.progress_bar import ProgressBar
from kaltura.cli.tell import tell
from kaltura.dataset import Dataset, Provenance
from kaltura.fetch import fetch
from kaltura.filters import IDS, Filters
from kaltura.metrics.periods import PROVISIONAL

_PROVISIONAL = (
    "The last 24 hours are provisional: Kaltura still corrects them. Fetch their days again a day later when their "
    "figures must be final."
)


def run(options: argparse.Namespace) -> int:
    """Fetch and write; COMPLETE, or PARTLY when a report could not be had or rows seem to be missing."""
    filters = _filters(options)
    base = check_base(options.base_url) if options.base_url else REGIONS[options.region].base
    credentials = _credentials(options.secrets)
    check_target(options.out)
    with ProgressBar(sys.stderr) as bar, Client(base, credentials) as client:
        dataset = fetch(client, filters, on_progress=bar)
    write_folder(dataset, options.out)
    tell(_closing(dataset, options.out))
    return Exit.COMPLETE if dataset.complete else Exit.PARTLY


def _filters(options: argparse.Namespace) -> Filters:
    lists = {name: getattr(options, name) for name in IDS}
    return Filters(start=options.start, end=options.end, zone=options.tz, **lists)


def _credentials(secrets: Path | None) -> Credentials:
    all_given = os.environ if secrets is None else _in_file(secrets)
    given = {key: value for key, value in all_given.items() if value.strip()}
    found = from_environment(given)
    if KS in given and isinstance(found, AdminSecret):
        _say(f"{KS} holds the account's secret, not a session. Sessions are made with it; better call it {SECRET}.")
    used = [KS] if KS in given else [TOKEN_ID, TOKEN] if TOKEN_ID in given else [SECRET]
    if unused := sorted(OTHERS.difference(used) & given.keys()):
        _say(f"{used[0]} is used; {', '.join(unused)} beside it {'is' if len(unused) == 1 else 'are'} not.")
    return found


def _say(sentence: str) -> None:
    tell(f"kaltura: {sentence}")


def _in_file(secrets: Path) -> Mapping[str, str]:
    try:
        values = tomllib.loads(secrets.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        # The parser's own message may quote a line of the file, so it stays out.
        raise UsageError(
            f"The secrets file {Redactor().clean(str(secrets))} cannot be read ({type(error).__name__}).",
            'Check the path; each line is a name and a quoted value, as in KALTURA_PARTNER_ID = "12345".',
        ) from None
    return {name: str(value) for name, value in values.items() if name.startswith("KALTURA_")}


def _closing(dataset: Dataset, out: Path) -> str:
    held = [entry for entry in dataset.ledger if dataset.provenance.missing(entry.report) is None]
    rows = ", ".join(f"{entry.kept:,} of {entry.report.file_stem}" for entry in held)
    lines = [f"Written to {out}: {rows}."]
    lines += [f"Missing: {f.report.named}. {f.in_full}" for f in dataset.provenance.failures]
    lines += [f"Note: {problem.named}" for problem in dataset.problems]
    lines += [f"Note: {_PROVISIONAL}"] if _is_provisional(dataset.provenance) else []
    return "\n".join(lines)


def _is_provisional(provenance: Provenance) -> bool:
    _, end = provenance.interval()
    return end is None or end > (provenance.finished - PROVISIONAL).timestamp()
