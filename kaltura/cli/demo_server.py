"""`python -m kaltura demo-server`: the demo account behind an emulator of Kaltura's API, until interrupted."""

import argparse
import signal
import threading

from kaltura.api.errors import UsageError
from kaltura.cli.exit_codes import Exit
from kaltura.cli.signals import when_told_to_end
from kaltura.cli.tell import put
from kaltura.demo.account import Account
from kaltura.demo.faults import Fault, parse_fault
from kaltura.demo.server import Emulator
from kaltura.demo.university import demo_account


def run(options: argparse.Namespace) -> int:
    """Serve. The lines printed are what a client needs: the address for --base-url, and what `fetch` reads from the
    environment by the same names.
    """
    try:
        faults = tuple(parse_fault(text) for text in options.fault)
    except ValueError as error:
        raise UsageError(str(error), "See `python -m kaltura demo-server --help`.") from error
    account = demo_account(seed=options.seed, scale=options.scale)  # without a day it ends now
    ended = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    when_told_to_end(lambda *_: ended.set())
    emulator = _listening(account, faults, options.port)
    try:
        for label, value in (
            ("KALTURA_BASE_URL", emulator.base),
            ("KALTURA_PARTNER_ID", emulator.partner_id),
            ("KALTURA_ADMIN_SECRET", emulator.admin_secret),
            ("KALTURA_APP_TOKEN", emulator.app_token),
            ("KALTURA_APP_TOKEN_ID", emulator.app_token_id),
            ("KALTURA_KS", emulator.ready_ks()),
        ):
            put(f"{label}={value}")
        ended.wait()
    finally:
        emulator.stop()
    return Exit.COMPLETE


def _listening(account: Account, faults: tuple[Fault, ...], port: int) -> Emulator:
    try:
        return Emulator(account, faults=faults, port=port).start()
    except OSError as error:
        raise UsageError(
            f"Port {port} of this machine cannot be used ({error.strerror or type(error).__name__}).",
            "Name another --port, or leave it out for a free one.",
        ) from error
