"""The emulator's answers without its sockets: thousands of small fetches in a property test need no network."""

import threading
from collections.abc import Callable, Mapping

import polars as pl

from kaltura.api.client import ReportAnswer
from kaltura.api.errors import AnalyticsError
from kaltura.api.listings import Named
from kaltura.api.params import ParamValue, params_text
from kaltura.demo.account import Account
from kaltura.demo.report_rows import report_rows
from kaltura.demo.wire import csv_bytes

Ask = tuple[int, dict[str, str]]


def heard_by_server(params: Mapping[str, ParamValue]) -> dict[str, str]:
    """The params as a server reads them from their field."""
    return dict(pair.split("=", 1) for pair in params_text(params).split(";"))


class InMemory:
    """What fetch needs of a Client, for one account.

    cap: rows after which an answer is cut without a word. broken: report → what it raises.
    deaf: parameters that this server ignores. asked: every call, in the order of arrival.
    """

    base = "memory"
    partner_id: int | None = None

    def __init__(
        self,
        account: Account,
        *,
        cap: int = 10**9,
        broken: Mapping[int, Callable[[], AnalyticsError]] | None = None,
        deaf: frozenset[str] = frozenset(),
        answers_as: Mapping[int, str] | None = None,
    ) -> None:
        self.account, self.cap, self.deaf = account, cap, deaf
        self.broken = broken or {}
        self.answers_as = answers_as or {}
        self.asked: list[Ask] = []
        self.retries = 0

    @property
    def calls(self) -> int:
        return len(self.asked)

    def report(
        self, report_id: int, params: Mapping[str, ParamValue], *, stop: threading.Event | None = None
    ) -> ReportAnswer:
        sent = heard_by_server(params)
        self.asked.append((int(report_id), sent))
        if report_id in self.broken:
            raise self.broken[report_id]()
        heard = {key: value for key, value in sent.items() if key not in self.deaf}
        rows = report_rows(self.account, int(report_id), heard).head(self.cap)
        return ReportAnswer(csv_bytes(rows), self.answers_as.get(int(report_id), str(self.account.partner_id)))

    def events(self, *, stop: threading.Event | None = None) -> list[Named] | None:
        return [Named(str(i), name) for i, name in self.account.events.select("event_id", "name").iter_rows()]

    def rooms(self, room_type: int, *, stop: threading.Event | None = None) -> list[Named] | None:
        rooms = self.account.rooms.filter(pl.col("room_type") == room_type)
        return [Named(str(i), name) for i, name in rooms.select("entry_id", "name").iter_rows()]

    def of(self, report_id: int, key: str = "") -> list[dict[str, str]]:
        """The params of a report's calls, those that hold `key`."""
        return [params for report, params in self.asked if report == report_id and (not key or key in params)]
