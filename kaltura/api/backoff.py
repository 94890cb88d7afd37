"""How long to wait before asking again: exponential back-off with full jitter.

The jitter is a function that is handed in, so that tests decide it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

Jitter = Callable[[float], float]
LONGEST_WAIT = 60.0  # seconds; a Retry-After beyond it is cut to this


@dataclass(frozen=True)
class RetryRule:
    """How often a kind of failure is tried again, and the ceiling in seconds of its first wait."""

    times: int
    first: float


NEVER = RetryRule(0, 0.0)
ONCE = RetryRule(1, 1.0)
TRANSPORT = RetryRule(4, 1.0)
BLOCKED = RetryRule(6, 2.0)  # Kaltura's rate limit clears in about 10 s


def full_jitter(ceiling: float) -> float:
    """A random wait between nothing and `ceiling` seconds, so that parallel calls do not come back together."""
    return random.uniform(0, ceiling)  # noqa: S311  spreads load, guards nothing


def wait_before(rule: RetryRule, earlier: int, retry_after: float | None, jitter: Jitter) -> float:
    """Seconds to wait before retry number `earlier` + 1; never less than a (capped) Retry-After."""
    ceiling = min(LONGEST_WAIT, rule.first * 2.0**earlier)
    return max(jitter(ceiling), min(retry_after or 0.0, LONGEST_WAIT))
