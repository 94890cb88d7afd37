"""Who is let in by which list, as what."""

from typing import Any

import pytest

from kaltura.ui.access import Visitor, role_of, visitor_of

LISTS = {"analysts": ["Ada@example.edu", "group:Analytics"], "viewers": ["@example.edu", "ada@example.edu"]}


def claims(email: str = "", **more: Any) -> dict[str, Any]:
    return {"email": email, **more}


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (claims("ADA@example.edu"), "analyst"),  # on both lists, and however it is written
        (claims("bob@example.edu"), "viewer"),
        (claims("bob@students.example.edu"), None),
        (claims("bob@notexample.edu"), None),
        (claims("bob@example.edu@elsewhere.org"), None),
        (claims("ada@example.edu", email_verified=False), None),
        (claims("ada@example.edu", email_verified="false"), None),
        (claims("x@elsewhere.org", groups=["analytics"]), "analyst"),
        (claims("x@elsewhere.org", groups="analytics"), "analyst"),
        (claims("group:analytics"), None),
        (claims("x@elsewhere.org", roles=["analytics"]), None),
        ({}, None),
    ],
    ids=str,
)
def test_an_entry_is_an_address_a_domain_without_its_subdomains_or_a_group(who: dict[str, Any], role: str) -> None:
    assert role_of(who, LISTS) == role


def test_the_claim_that_holds_the_groups_has_the_name_the_operator_gives() -> None:
    assert role_of(claims(roles=["analytics"]), LISTS | {"groups_claim": "roles"}) == "analyst"


def test_without_lists_nobody_comes_in() -> None:
    assert role_of(claims("ada@example.edu"), {}) is None


@pytest.mark.parametrize(
    ("verified", "who"), [(True, "Ada@example.edu"), ("true", "Ada@example.edu"), (False, "mallory"), (None, "mallory")]
)
def test_nobody_is_called_by_an_address_that_is_not_verified(verified: object, who: str) -> None:
    claimed = claims("Ada@example.edu", email_verified=verified, sub="mallory", groups=["analytics"])
    assert visitor_of(claimed, LISTS) == Visitor(who, "analyst")


def test_who_has_neither_address_nor_id_is_unknown() -> None:
    assert visitor_of({}, LISTS) == Visitor("unknown", None)
