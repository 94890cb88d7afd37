"""An invented university's Kaltura account: 26 weeks of classes, office hours, workshops and events."""

from datetime import date

from kaltura.demo.account import Account


def demo_account(seed: int = 1, today: date | None = None, scale: float = 1.0, *, now: int | None = None) -> Account:
    """The university's account. The same arguments give the same account.

    today: the last of the 26 weeks' days (UTC); the present day if None.
    scale: size; 1 is about 20,000 attendances, 50 about 1,000,000.
    now: Unix seconds within `today`, where the account ends and a session is running. If None: the
        clock's time when `today` is None too, else 14:30 UTC of `today`.
    """
    raise NotImplementedError
