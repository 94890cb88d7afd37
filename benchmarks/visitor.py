"""A visitor without a browser: speaks Streamlit's own protocol with a running dashboard, as its pages do.

It draws nothing, so fifty of them measure the server. It keeps no messages from earlier runs either: the server
sends every element anew, which a browser would often spare it.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Self

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 120.0  # seconds that one redraw may take before it counts as an error


@dataclass(frozen=True)
class Redraw:
    """One run of the script, as its visitor saw it.

    seconds: from the change to the end of the run.
    errors: sentences of errors shown, of runs that failed, of connections lost.
    """

    seconds: float
    errors: tuple[str, ...] = ()


class Visitor:
    """One tab on one page. widgets: label → the widget's ID and options, as last drawn. cookies: of who has some."""

    def __init__(self, base: str, address: str = "", cookies: Mapping[str, str] = MappingProxyType({})) -> None:
        self._address = address
        self._state: dict[str, WidgetState] = {}
        self._page = ""
        self._query = ""
        self.widgets: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._connecting = connect(
            f"ws{base.removeprefix('http')}/_stcore/stream",
            origin=Origin(base),
            # A browser repeats the cookie against forged requests there, else the others count for nothing.
            subprotocols=[Subprotocol(name) for name in ("streamlit", cookies.get("_streamlit_xsrf")) if name],
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
            max_size=None,
        )

    def __enter__(self) -> Self:
        self._socket: ClientConnection = self._connecting.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connecting.__exit__(kind, error, trace)

    def open(self, query: str = "") -> Redraw:
        """The first run of the page, with this query in the address."""
        self._query = query
        return self._run()

    def choose_one(self, label: str, option: str) -> Redraw:
        """Pick an option of a select box."""
        return self._change(WidgetState(id=self.widgets[label][0], string_value=option))

    def choose(self, label: str, options: Iterable[str]) -> Redraw:
        """Make these the chosen options of a multiselect."""
        state = WidgetState(id=self.widgets[label][0])
        state.string_array_value.data.extend(options)
        return self._change(state)

    def _change(self, state: WidgetState) -> Redraw:
        self._state[state.id] = state
        return self._run()

    def _run(self) -> Redraw:
        began = time.perf_counter()
        errors: list[str] = []
        try:
            self._socket.send(self._asked())
            for message in self._answers(began + PATIENCE):
                for element in _elements(message):
                    self._remember(element)
                    errors += _error_in(element)
        except (OSError, WebSocketException) as error:
            errors.append(f"{type(error).__name__}: {error}")
        return Redraw(time.perf_counter() - began, tuple(errors))

    def _asked(self) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.page_name = "" if self._page else self._address
        state.widget_states.widgets.extend(self._state.values())
        state.context_info.timezone = "Europe/Berlin"
        return bytes(message.SerializeToString())

    def _answers(self, until: float) -> Iterator[ForwardMsg]:
        """Messages until the script has ended. A run that gives way to another one is not its end."""
        while True:
            message = ForwardMsg.FromString(self._received(until - time.perf_counter()))
            if message.HasField("new_session"):
                self._page = message.new_session.page_script_hash
            if message.HasField("navigation"):
                self._page = message.navigation.page_script_hash
            if message.HasField("page_info_changed"):
                self._query = message.page_info_changed.query_string
            yield message
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise OSError("the script could not be run")

    def _received(self, timeout: float) -> bytes:
        """The next frame; TimeoutError if none comes in so many seconds."""
        return bytes(self._socket.recv(timeout=max(0.0, timeout), decode=False))

    def _remember(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind in ("multiselect", "selectbox"):
            widget = getattr(element, kind)
            self.widgets[widget.label] = (widget.id, tuple(widget.options))


def _elements(message: ForwardMsg) -> Iterator[Element]:
    if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
        yield message.delta.new_element


def _error_in(element: Element) -> list[str]:
    if element.HasField("exception"):
        return [f"{element.exception.type}: {element.exception.message}"]
    shown = element.HasField("alert") and element.alert.format == Alert.ERROR
    return [element.alert.body] if shown else []
