"""The server's start: modules are loaded and the demo account is prepared, so that the first page is quick."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules
from threading import Thread

from polars.exceptions import PanicException
from streamlit import App

import kaltura.ui

log = logging.getLogger("kaltura.ui")


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """st.App's start and end. Nothing waits for the demo account: people with an account of their own go on."""
    Thread(target=_warm, name="warm", daemon=True).start()
    # An address holds what was selected; Streamlit has requests logged under uvicorn, whatever it was told.
    logging.getLogger("uvicorn.access").disabled = True
    yield


def _warm() -> None:
    try:
        for module in iter_modules(kaltura.ui.__path__, "kaltura.ui."):
            if module.name != "kaltura.ui.main":  # which is a visit
                import_module(module.name)
        # What is loaded by now stays. Else Python looks through all of it again on most visits, for 0.1 s and more.
        gc.collect()
        gc.freeze()
        from kaltura.ui.demo import demo  # needs the runtime, which has started by now

        demo()
    except (Exception, PanicException) as error:  # noqa: BLE001  the first visitor is told in words
        log.warning("The demo account could not be prepared: %s", type(error).__name__)
