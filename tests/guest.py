"""A guest without a browser: real cookies, the page's own protocol, and all that it is sent.

What the server sends, and to whom, is asked so in a tenth of the time that a browser takes to draw it.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.visitor import Redraw, Visitor
from kaltura.ui.text import JOINER

PATIENCE = 60.0
_JOINER = JOINER.encode().decode("latin-1")


@dataclass
class Guest:
    """Somebody at one dashboard, with their cookies."""

    base: str
    http: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, who: Mapping[str, object], address: str = "/") -> "Guest":
        """From the door at this address through the provider's form and back."""
        with self.at(address) as door:
            form = self.get(door.press("Sign in"))
        self.http.post(form.url, data={"sub": str(who["sub"])}, timeout=PATIENCE).raise_for_status()
        return self

    def get(self, path: str) -> requests.Response:
        return self.http.get(f"{self.base}{path}", timeout=PATIENCE)

    def is_shown(self, text: str, never: str = "") -> bool:
        """Whether a new tab of theirs is sent this, and not `never`."""
        with self.at("/connect") as tab:
            assert not never or not tab.shows(never)
            return tab.shows(text)

    @contextmanager
    def at(self, address: str = "/") -> Iterator["Tab"]:
        """A tab of theirs at an address of the dashboard, once it has been sent what it is to show there."""
        page = self.get(address)
        assert page.ok
        self.get("/_stcore/health")  # brings the cookie against forged requests
        name, _, query = address.lstrip("/").partition("?")
        with Tab(self.base, name, dict(self.http.cookies)) as tab:
            tab.frames.append(page.text)
            tab.open(query)
            yield tab


class Tab(Visitor):
    """frames: all that came, as latin-1. buttons, files: label → the button's ID, key → a file's, as last drawn."""

    def __init__(self, base: str, address: str, cookies: Mapping[str, str]) -> None:
        super().__init__(base, address, cookies)
        self.frames: list[str] = []
        self.buttons: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self._led_to = self._session = ""

    def sent(self) -> str:
        """All that came, as text."""
        return "\n".join(self.frames)

    def shows(self, text: str) -> bool:
        """Whether this was sent, however it was kept from being Markdown."""
        return text.encode().decode("latin-1") in self.sent().replace(_JOINER, "").replace("\\", "")

    def go(self, address: str) -> None:
        """To a page of the dashboard, with what this tab has fetched; by way of Connect, where no part is open."""
        for place in ("/connect", address):
            self._address, _, self._query = place.lstrip("/").partition("?")
            self._page = ""
            self._run()

    def connect(self, account: str) -> None:
        """Fetch from a named account on Connect, and wait for it."""
        self.go("/connect")
        self.choose_one("Account", account)
        self.press("Fetch")
        until = time.monotonic() + PATIENCE
        while not self.shows("Open the overview"):
            assert time.monotonic() < until
            time.sleep(0.1)
            self._run()

    def press(self, label: str) -> str:
        """Press a button; the path to which it leads the browser, or nothing."""
        self._led_to = ""
        self._change(WidgetState(id=self.buttons[label], trigger_value=True))
        self._state.pop(self.buttons[label])
        return self._led_to

    def address_of(self, key: str) -> str:
        """Has the file of this key made. Where it can be had, or nothing if it is refused."""
        request = BackMsg()
        asked = request.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = key, self._session, self.files[key]
        self._socket.send(bytes(request.SerializeToString()))
        while True:
            answer = ForwardMsg.FromString(self._received(PATIENCE)).backend_operation_response
            if answer.request_id == key:
                assert bool(answer.error_msg) is not bool(answer.deferred_file.url)
                return str(answer.deferred_file.url)

    def _run(self) -> Redraw:
        self.buttons, self.files = {}, {}
        redraw = super()._run()
        assert [error for error in redraw.errors if "Error: " in error] == []
        return redraw

    def _received(self, timeout: float) -> bytes:
        frame = super()._received(timeout)
        self.frames.append(frame.decode("latin-1"))
        message = ForwardMsg.FromString(frame)
        if message.HasField("new_session"):
            self._session = message.new_session.initialize.session_id
        if message.HasField("auth_redirect"):
            self._led_to = message.auth_redirect.url
        return frame

    def _remember(self, element: Element) -> None:
        super()._remember(element)
        if element.HasField("button"):
            self.buttons[element.button.label] = element.button.id
        if element.HasField("download_button"):
            key = element.download_button.id.split("-", 2)[2]
            self.files[key] = element.download_button.deferred_file_id
