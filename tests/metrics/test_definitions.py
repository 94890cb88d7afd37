from dataclasses import fields

import pytest

from kaltura.metrics.definitions import DEFINITIONS, SECTIONS, Definition
from kaltura.metrics.headline import Headline

# Figures of the headline that stand under another entry's name.
UNDER = {
    "anonymous_share": "anonymous_attendances",
    "guest_share": "guests",
    "session_coverage": "engagement_coverage",
    "engagement_people": "interval",
    "engagement_interval": "interval",
}


@pytest.mark.parametrize("entry", DEFINITIONS.values(), ids=DEFINITIONS)
def test_every_entry_says_something(entry: Definition) -> None:
    assert entry.title
    assert entry.text.endswith(".")
    assert DEFINITIONS[entry.key] is entry


def test_no_key_is_used_twice() -> None:
    assert sum(len(entries) for entries in SECTIONS.values()) == len(DEFINITIONS)


@pytest.mark.parametrize("name", [field.name for field in fields(Headline)])
def test_every_headline_figure_is_defined(name: str) -> None:
    assert UNDER.get(name, name) in DEFINITIONS


@pytest.mark.parametrize("key", ["engagement_rate", "participation", "retention", "repeat_rate", "completeness"])
def test_every_rate_names_its_formula_and_denominator(key: str) -> None:
    assert DEFINITIONS[key].formula
    assert DEFINITIONS[key].denominator
