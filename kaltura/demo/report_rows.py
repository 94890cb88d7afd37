"""Kaltura's three reports, computed from an account's presence."""

from collections.abc import Mapping

import polars as pl

from kaltura.demo.account import Account


class ParameterError(ValueError):
    """A parameter the report needs is missing or malformed. The server says INTERNAL_SERVERL_ERROR and names nothing."""


class NoSuchReport(LookupError):
    """The account has no such report. The server says REPORT_NOT_FOUND."""


def report_rows(account: Account, report_id: int, params: Mapping[str, str]) -> pl.DataFrame:
    """The rows of one report: Kaltura's columns in order, every cell the text that is printed (never null).

    params: the pairs of `params`, keys and values as sent. Unknown keys are ignored. No row cap is applied,
    and commas and line breaks inside cells are as they are: both belong to the server's printing.
    Raises ParameterError and NoSuchReport.
    """
    raise NotImplementedError
