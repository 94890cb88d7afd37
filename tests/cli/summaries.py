"""What `kaltura summary` says of a folder, and folders with less in them."""

import json

import polars as pl

from tests.cli.command import kaltura

KEYS = {
    "main_sessions",
    "breakout_sessions",
    "running_sessions",
    "attendances",
    "unique_attendees",
    "anonymous_attendances",
    "attended_minutes",
    "engagement_rate",
    "disengaged_minutes",
    "breakouts",
    "unknown_layer",
    "complete",
    "ledger",
    "problems",
}


def summary(*arguments):
    done = kaltura("summary", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def alone(folder, tmp_path, *names):
    for name in names:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    return tmp_path


def rows_in(path):
    return pl.read_csv(path, infer_schema=False)
