"""Who gets in, and what they may see. Sign-in is on when secrets.toml has [auth] or [access]; else everybody is let in.

[auth] is Streamlit's: the OpenID Connect provider. [access] is ours: `analysts` and `viewers`, each a list of
e-mail addresses ("ada@example.edu"), domains ("@example.edu") and groups ("group:analytics").
Whoever is on neither list stays outside. A viewer sees pseudonyms, no People page and no file about people.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from kaltura.api.errors import UsageError
from kaltura.ui import audit, settings
from kaltura.ui.text import plain

Role = Literal["analyst", "viewer"]

# The wider role first: who is on both lists is an analyst.
_LISTS: dict[Role, str] = {"analyst": "analysts", "viewer": "viewers"}
_GROUP = "group:"
_PEOPLE_PAGES = frozenset({"people"})
# When each account last signed out. Streamlit keeps treating tabs that were already open as signed in.
_LEFT: dict[tuple[str, str], float] = {}
_BEGAN = "_signed_in_since"


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in: the verified e-mail address, else the provider's ID; and the role, None when on no list."""

    who: str
    role: Role | None


def admit() -> None:
    """The first thing of every run: ends it, with a way to sign in, unless the visitor may be here."""
    try:
        if not settings.sign_in():
            return
    except UsageError as error:
        _closed(error.message, error.next_step)
    if not settings.auth():
        _closed(
            "Sign-in is not set up.",
            "secrets.toml names no provider in [auth]; its operator must add it, and restart the dashboard.",
        )
    if not st.user.get("is_logged_in"):
        _sign_in()
    if _LEFT.get(_account(), 0.0) >= st.session_state.setdefault(_BEGAN, time.time()):
        _closed("You signed out in another tab.", "Reload this page to sign in again.")
    visitor = _visitor()
    if visitor.role is None:
        audit.refused(visitor.who)
        _refuse(visitor)
    else:
        audit.signed_in(visitor.who, visitor.role)


def may_see_people() -> bool:
    """Whether names, the People page and files about people are for this visitor. Asked within a run of the script."""
    return not settings.sign_in() or _visitor().role == "analyst"


def lasting() -> Callable[[], None]:
    """A check for later, on any thread: whether this visitor is still signed in, with the same role.

    Files are made when they are pressed for, without a run of the script. The check raises UsageError for who has left
    or may do less.
    """
    if not settings.sign_in():
        return lambda: None
    account, began, claims = _account(), st.session_state.get(_BEGAN, 0.0), st.user.to_dict()
    role = role_of(claims, settings.access())

    def ask() -> None:
        if _LEFT.get(account, 0.0) >= began or role_of(claims, settings.access()) != role:
            message = "You can no longer download this file: you signed out, or your access has changed."
            raise UsageError(message, "Reload the page.")

    return ask


def may_open(stem: str) -> bool:
    """Whether a page, by the name of its file, is for this visitor."""
    return stem not in _PEOPLE_PAGES or may_see_people()


def signed_in_as() -> None:
    """In the sidebar: who is signed in, as what, and the way out. Nothing when sign-in is off."""
    if not settings.sign_in():
        return
    visitor = _visitor()
    with st.sidebar:
        st.caption(f"Signed in as {plain(visitor.who)}, {visitor.role}.")
        _sign_out()


def role_of(claims: Mapping[str, Any], access: Mapping[str, Any]) -> Role | None:
    """The role that [access] gives to somebody with these claims of the ID token; None: they stay outside.

    An e-mail address that the provider says is not verified counts for nothing.
    """
    email = _verified_email(claims).lower()  # folding further would make two addresses one
    known = {
        f"{_GROUP}{group}".lower() for group in settings.texts(claims.get(str(access.get("groups_claim", "groups"))))
    }
    if email.count("@") == 1:
        known |= {email, email[email.index("@") :]}
    for role, name in _LISTS.items():
        if known & {entry.strip().lower() for entry in settings.texts(access.get(name))}:
            return role
    return None


def visitor_of(claims: Mapping[str, Any], access: Mapping[str, Any]) -> Visitor:
    """Somebody with these claims, by the role that [access] gives them."""
    return Visitor(_verified_email(claims) or str(claims.get("sub") or "unknown"), role_of(claims, access))


def _verified_email(claims: Mapping[str, Any]) -> str:
    """The address as the provider writes it; "" where it says that it is not verified, as anybody's may stand there."""
    if claims.get("email_verified", True) not in (True, "true"):
        return ""
    return str(claims.get("email") or "").strip()


def _visitor() -> Visitor:
    claims = st.user.to_dict()
    return visitor_of(claims if claims.get("is_logged_in") else {}, settings.access())


def _sign_in() -> None:
    st.title("Kaltura Room Analytics", anchor=False)
    st.write("Sign in to use this dashboard. Its operator decides who has access.")
    for provider in settings.providers():
        label = f"Sign in with {provider}" if provider else "Sign in"
        if st.button(label, type="primary", icon=":material/login:", key=f"sign_in_{provider}"):
            st.login(provider or None)
    st.stop()


def _refuse(visitor: Visitor) -> None:
    st.title("Kaltura Room Analytics", anchor=False)
    st.error(
        f"You are signed in as {plain(visitor.who)}, who may not use this dashboard. "
        "**Ask its operator to let you in, or sign in as somebody else.**",
        icon=":material/lock:",
    )
    _sign_out()
    st.stop()


def _closed(reason: str, next_step: str) -> None:
    st.title("Kaltura Room Analytics", anchor=False)
    st.error(f"{plain(reason)} **{plain(next_step)}**", icon=":material/lock:")
    st.stop()


def _sign_out() -> None:
    if st.button("Sign out", icon=":material/logout:", key="sign_out"):
        _LEFT[_account()] = time.time()
        st.logout()


def _account() -> tuple[str, str]:
    """What tells people apart who sign in: the provider, and its ID of them."""
    return str(st.user.get("iss")), str(st.user.get("sub"))
