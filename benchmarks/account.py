"""Data to measure on: the demo university, made as large as wanted."""

from datetime import UTC, date, datetime
from functools import cache

import polars as pl

from kaltura.dataset import Dataset
from kaltura.demo.account import Account
from kaltura.demo.report_rows import report_rows
from kaltura.demo.university import demo_account
from kaltura.demo.wire import csv_bytes
from kaltura.fetch.files import from_files
from kaltura.reports.columns import Report

_ALL_TIME = {"from_date": "1", "to_date": "99999999999", "fromDate": "1", "toDate": "99999999999"}


@cache
def account(attendances: int) -> Account:
    """An account with about this many attendances: how many one of scale 1 has depends on the day."""
    return demo_account(seed=1, today=_today(), scale=scale_of(attendances))


def scale_of(attendances: int) -> float:
    """The scale at which the demo account has about this many attendances."""
    return attendances / _per_scale()


@cache
def body(report: Report, attendances: int) -> bytes:
    """A report of all its time, as Kaltura sends it but without the row cap."""
    return csv_bytes(report_rows(account(attendances), int(report), _ALL_TIME))


@cache
def dataset(attendances: int) -> Dataset:
    """The account's Dataset, read from its three reports."""
    return from_files([(f"Report_{int(r)}.csv", body(r, attendances)) for r in Report], "Europe/Berlin")


def busiest_room(ds: Dataset) -> str:
    """The main room with most attendances."""
    counted = (
        ds.attendances.join(ds.sessions.select("cue_point_id", "room_id"), on="cue_point_id")
        .group_by(pl.col("room_id").cast(pl.String))
        .len()
        .collect()
    )
    return str(counted.sort("len", "room_id", descending=True)["room_id"][0])


def rows(report: Report, attendances: int) -> int:
    """How many rows `body` has, lines that are parts of one counted apart."""
    return body(report, attendances).count(b"\n") - 1


@cache
def _per_scale() -> int:
    one = demo_account(seed=1, today=_today(), scale=1)
    return csv_bytes(report_rows(one, int(Report.ATTENDEES), _ALL_TIME)).count(b"\n") - 1


def _today() -> date:
    return datetime.now(UTC).date()
