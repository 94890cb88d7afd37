"""All that a browser is sent and asks for: frames, bodies, addresses."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import Error, Page, Request, Response, WebSocket

from kaltura.demo.university import demo_account

SCALE = 0.2  # of the demo account that the dashboards here show


@dataclass
class Watched:
    """What one visitor's browser was sent, as text whatever its encoding, and every address that it asked for."""

    frames: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    whole: set[Request] = field(default_factory=set)  # those whose answer came to its end

    def sent(self) -> str:
        """Frames, headers and bodies; before the visitor leaves."""
        return "\n".join([*self.frames, *(_told(one, whole=one.request in self.whole) for one in self.responses)])


def watch(page: Page) -> Watched:
    """Listens from now on."""
    watched = Watched()

    def opened(socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: watched.frames.append(frame if isinstance(frame, str) else frame.decode("latin-1")),
        )

    page.on("websocket", opened)
    page.on("response", lambda response: watched.responses.append(response))  # noqa: PLW0108  Playwright takes no built-in function
    page.on("requestfinished", lambda request: watched.whole.add(request))  # noqa: PLW0108
    page.on("request", lambda request: watched.addresses.append(request.url))
    return watched


def _told(response: Response, *, whole: bool) -> str:
    told = f"{response.url} {response.headers}"
    # Streamlit's own files tell nothing. Chromium takes a download into its own hands: its body never comes to an end.
    if whole and "/static/" not in response.url:
        with suppress(Error):  # a redirect has no body
            told += response.body().decode("latin-1")
    return told


def attendees_in(sent: str) -> set[str]:
    """Names, user IDs and e-mail addresses of the demo account's people in what a browser was sent."""
    return {text for text in _attendees() if text in sent}


@cache
def _attendees() -> set[str]:
    """Those after whom no room is named: names of rooms are not hidden. As latin-1, like what was sent."""
    account = demo_account(scale=SCALE)
    people = account.people
    rooms = "\n".join(account.rooms["name"].drop_nulls())
    known = {text for column in ("name", "email", "user_id") for text in people[column].drop_nulls() if len(text) > 6}
    return {text.encode().decode("latin-1") for text in known if text not in rooms}
