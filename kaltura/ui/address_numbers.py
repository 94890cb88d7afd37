"""What the address says of the rule of Present and of who is at risk: its keys, their limits and their words."""

from kaltura.metrics.denominators import DENOMINATORS

# The rule's numbers (kaltura.ui.people_rule): least, most.
RULE_NUMBERS = {"threshold": (1.0, 100.0), "floor": (0.0, 600.0), "tolerance": (0.0, 60.0)}
# Those of who is at risk (kaltura.ui.people_lists).
RISK_NUMBERS = {
    "risk_misses": (1, 50),
    "risk_fall": (1, 100),
    "risk_required": (1, 100),
    "risk_remaining": (0, 500),
    "risk_seen": (1, 50),
}
RULE_KEYS = (*RULE_NUMBERS, "of", "roles")


def measure_name(of: str) -> str:
    """What minutes are measured against, as a choice and in the address."""
    words = DENOMINATORS.get(of, of)  # type: ignore[call-overload]
    return str(words[:1].upper() + words[1:])


def is_between(text: str, least: float, most: float) -> bool:
    """Whether a part of the address is a number from `least` to `most`."""
    try:
        return least <= float(text) <= most
    except ValueError:
        return False
