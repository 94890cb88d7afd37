"""The request behind a selection, to be made without the dashboard: as curl and as Python. The session is left out.

Built from the same calls that a fetch begins with, so that both ask for the same.
"""

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from kaltura.api.params import params_text
from kaltura.api.regions import REGIONS
from kaltura.dataset import Dataset
from kaltura.fetch.limits import HOUR, Limits
from kaltura.fetch.plan import Plan
from kaltura.fetch.span import span_of
from kaltura.filters import LISTS, Filters
from kaltura.reports.columns import Report

PAD_HOURS = Limits().pad // HOUR  # that each call asks for beyond its last day

_PATH = "/api_v3/service/report/action/getCsvFromStringParams"
# In both scripts, as they travel without the page. No apostrophe: some shells take none of these lines for comments.
_ABOUT = """\
# What comes is what Kaltura answers, and not yet the rows of the dashboard:
# - Windows overlap by {hours} hours, so a session near their edges may come twice: count each cue_point_id once.
#   In 6001 add up the minutes of rows of one answer with the same cue_point_id and user_id; of several answers take
#   the one with most minutes.
# - Nothing is quoted, and a name with a line break makes two lines of a row.
# - Wanted are the sessions with a session_start_time (6000 and 6002) {when}.
#   6001 has no such column: join it with those on cue_point_id.
# To have all of this done, open the files in the dashboard (Connect, Files), or run in a copy of it:
#   python -m kaltura summary FOLDER{days}
"""
_CURL = """\
{about}#
# The session is sent from the environment variable KALTURA_KS, never in a URL or an argument.
# An answer that begins with {{ or <xml is an error; one of {cap:,} rows was cut: ask for less time.
(  # a shell of their own, which ends here without a session also where these lines were pasted
: "${{KALTURA_KS:?Put a session into this environment variable first.}}"

{calls}
)
"""
_CALL = """\
printf %s "$KALTURA_KS" | curl --fail --silent --show-error --output {file} \\
  --data-urlencode ks@- \\
  --data id={report} --data format=1 \\
  --data-urlencode {params} \\
  {url}"""
_PYTHON = '''\
"""Kaltura's room reports as CSV files. Needs Python 3 and a session in the environment variable KALTURA_KS."""

{about}
import os
import urllib.parse
import urllib.request
from pathlib import Path

URL = {url!r}
CALLS = [  # file, report, parameters
{calls}
]

ks = os.environ.get("KALTURA_KS", "").strip()
if not ks:
    raise SystemExit("Put a session into the environment variable KALTURA_KS first.")
for file, report, params in CALLS:
    form = {{"ks": ks, "id": report, "params": params, "format": 1}}
    # A form, not the address: addresses are written into logs on the way.
    with urllib.request.urlopen(URL, urllib.parse.urlencode(form).encode(), timeout=660) as answer:
        body = answer.read()
    if not body.startswith(b"\\xef\\xbb\\xbf"):  # errors come with status 200, and may repeat the session
        raise SystemExit(f"{{file}}: Kaltura sent no report. Check the session and what it may do.")
    Path(file).write_bytes(body)
    print(f"{{file}}: {{max(0, body.count(bytes([10])) - 1)}} lines")
'''


@dataclass(frozen=True)
class Call:
    """One call: the file that its answer goes to, the report, and the `params` field."""

    file: str
    report: Report
    params: str


def as_curl(ds: Dataset) -> str:
    """A shell script of curl calls, one a window. Raises UsageError when the selection has no days to ask for."""
    url = shlex.quote(_url(ds))
    parts = [
        _CALL.format(file=call.file, report=int(call.report), params=shlex.quote(f"params={call.params}"), url=url)
        for call in calls(ds)
    ]
    return _CURL.format(cap=Limits().cap, about=_about(ds), calls="\n\n".join(parts))


def as_python(ds: Dataset) -> str:
    """A script that needs nothing but Python. Raises UsageError when the selection has no days to ask for."""
    lines = [f"    ({call.file!r}, {int(call.report)}, {call.params!r})," for call in calls(ds)]
    return _PYTHON.format(about=_about(ds), url=_url(ds), calls="\n".join(lines))


def _about(ds: Dataset) -> str:
    """Comments that say what to do with the answers."""
    asked = _asked(ds)
    start, end = asked.interval()
    days = [f" --{option} {day}" for option, day in (("from", asked.start), ("to", asked.end)) if day]
    return _ABOUT.format(
        hours=PAD_HOURS,
        when=f"from {start} on" + (f", before {end}" if end else ""),
        days="".join([*days, f" --tz {asked.zone}"]),
    )


def calls(ds: Dataset) -> list[Call]:
    """The calls that a fetch of the selection begins with, in order of report and window."""
    filters = _asked(ds)
    plan = Plan(filters, span_of(filters, ds.provenance.started), Limits())
    asks = sorted(plan.first(), key=lambda ask: (ask.report, ask.tile))
    return [*_numbered((ask.report, params_text(ask.params())) for ask in asks)]


def _numbered(asks: Iterator[tuple[Report, str]]) -> Iterator[Call]:
    seen: Counter[Report] = Counter()
    for report, params in asks:
        seen[report] += 1
        yield Call(f"{report.file_stem}_{seen[report]}.csv", report, params)


def _asked(ds: Dataset) -> Filters:
    """The selection; where it leaves something open, what was fetched."""
    chosen, fetched = ds.selection, ds.provenance.requested
    open_ones = {
        f.name: getattr(fetched, f.name) for f in fields(Filters) if f.name in LISTS and not getattr(chosen, f.name)
    }
    if not (chosen.start or chosen.end):
        return replace(chosen, start=fetched.start, end=fetched.end, zone=fetched.zone, **open_ones)
    first, last = ds.provenance.days(chosen.zone)
    return replace(chosen, start=chosen.start or first, end=chosen.end or last, **open_ones)


def _url(ds: Dataset) -> str:
    """The address that was asked; that of the United States for data that no address gave."""
    live = ds.provenance.source == "live"
    return (ds.provenance.base if live else REGIONS["us"].base) + _PATH
