"""An emulator of the small account, and a plain HTTP client for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from kaltura.demo.server import Emulator
from tests.demo.small_account import WHOLE, small_account

REPORT = "/api_v3/service/report/action/getCsvFromStringParams"


@dataclass
class Asker:
    """Asks one emulator over one kept-alive connection."""

    kaltura: Emulator
    http: requests.Session

    def post(self, path: str, **form: Any) -> requests.Response:
        return self.http.post(self.kaltura.base + path, data=form, timeout=10, allow_redirects=False)

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.http.get(self.kaltura.base + path, params=query, timeout=10, allow_redirects=False)

    def action(self, service: str, action: str, **form: Any) -> Any:
        """The JSON answer of an action."""
        return self.post(f"/api_v3/service/{service}/action/{action}", format=1, **form).json()

    def report(
        self, number: int = 6000, params: str = WHOLE, *, ks: str | None = None, **more: Any
    ) -> requests.Response:
        """A report, by default with a session that may ask for it."""
        ks = self.kaltura.report_ks() if ks is None else ks
        return self.post(REPORT, **{"id": number, "ks": ks, "params": params, "format": 1, **more})

    def code(self, number: int = 6000, params: str = WHOLE, **more: Any) -> str:
        """The error code of a report's answer, or "ok"."""
        answer = self.report(number, params, **more)
        return "ok" if answer.content.startswith(b"\xef\xbb\xbf") else str(answer.json()["code"])


Opener = Callable[..., Asker]


@pytest.fixture
def emulate() -> Iterator[Opener]:
    """Starts emulators of the small account: emulate(faults=…, row_cap=…, roles=…, rooms=…)."""
    opened: list[Asker] = []

    def opener(*, rooms: int = 3, **options: Any) -> Asker:
        asker = Asker(Emulator(small_account(rooms), **options).start(), requests.Session())
        opened.append(asker)
        return asker

    yield opener
    for asker in opened:
        asker.http.close()
        asker.kaltura.stop()


@pytest.fixture
def ask(emulate: Opener) -> Asker:
    return emulate()
