"""What ends the command from outside."""

import signal
from collections.abc import Callable
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP


def when_told_to_end(handler: Callable[[int, FrameType | None], object]) -> None:
    """Have `handler` called for what ends a job or closes its terminal, unless it is ignored, as below `nohup`."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)
