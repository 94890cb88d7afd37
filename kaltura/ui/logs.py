"""Lines of the server's log begin with their moment, unless the operator's own logging configuration says otherwise."""

import errno
import logging


def dated(log: logging.Logger) -> logging.Logger:
    """The logger, with a handler that writes to standard error where neither it nor one above it has any."""
    if not log.hasHandlers():
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
    return log


def kind(error: BaseException) -> str:
    """What went wrong without its words, which may hold names: "ValueError", "OSError ENOSPC"."""
    name = type(error).__name__
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"{name} {code}" if code else name
