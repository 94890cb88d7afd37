"""Rows that seem to be missing from files: found as in a fetch, where nothing can be asked again."""

from dataclasses import replace

from kaltura.dataset import Dataset
from kaltura.fetch.limits import Limits
from kaltura.fetch.shortage import SHORT, shortage_note
from kaltura.plural import plural
from kaltura.reports.parse import Parsed
from kaltura.reports.problems import Problem

_LIMITS = Limits()


def cut_note(name: str, parsed: Parsed) -> Problem | None:
    """That a file of Kaltura's has as many rows as Kaltura gives, or a count that looks like a limit."""
    # A name with a line break makes two lines of a row, which may not have been put together.
    counts = (parsed.received, parsed.received - parsed.set_aside.get("broken line", 0))
    rows = plural(parsed.received, "row")
    if max(counts) >= _LIMITS.cap:
        why = (
            f"{name} has {rows}: Kaltura gives {_LIMITS.cap:,} at most in one export, and does not say that it cut it."
        )
    elif any(n and n % _LIMITS.round_count == 0 for n in counts):
        why = f"{name} has {rows}, a round count that may be a limit of this account."
    else:
        return None
    sentence = f"{why} Rows may be missing: export fewer days or some rooms at a time, and read the files together."
    return Problem("maybe_cut", sentence, parsed.received, parsed.report)


def with_shortage(dataset: Dataset, *, narrowed: bool) -> Dataset:
    """The Dataset with a note on sessions that are short of people, once its request is known.

    narrowed: whether the files may hold a selection of people that nobody knows.
    """
    # A fetch or an export had the whole audience to count, before it was narrowed to some types of user.
    told = narrowed or dataset.provenance.requested.user_types or any(p.kind == SHORT for p in dataset.problems)
    note = None if told else shortage_note(dataset)
    return replace(dataset, problems=(*dataset.problems, note)) if note else dataset
