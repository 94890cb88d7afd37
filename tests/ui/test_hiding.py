"""The "Hide names" switch in process; what pages and files then show is tested with them."""

from unittest.mock import patch

import polars as pl
import pytest
import streamlit as st

from kaltura.metrics.pseudonyms import hide_names, pseudonyms
from kaltura.ui import hiding, settings
from tests.ui.apps import app, small

KEY = b"an operator's key"


def test_the_switch_hides_names_in_what_pages_read() -> None:
    with patch.object(settings, "pseudonym_key", return_value=KEY):
        test = app(dates="All dates").run()
        test.toggle(key=hiding.SWITCH).set_value(True).run()
    assert not test.exception
    shown = next(reversed(test.session_state["_selected"].values()))
    users = set(shown.attendances.collect()["user_id"].cast(pl.String))
    assert users == set(pseudonyms(small(), KEY).values())


def test_a_link_with_names_hidden_never_shows_them() -> None:
    with patch.object(hiding, "hide_names", wraps=hide_names) as hide:
        test = app(hide="true").run()
    assert hide.called
    assert test.toggle(key=hiding.SWITCH).value is True
    assert [key[1] for key in test.session_state["_selected"]] == [True]


@pytest.mark.parametrize(("analyst", "same"), [(True, True), (False, False)])
def test_a_viewers_pseudonyms_are_of_one_data_set_whatever_the_key(analyst: bool, same: bool) -> None:
    with (
        patch.object(settings, "pseudonym_key", return_value=KEY),
        patch.object(hiding, "may_see_people", return_value=analyst),
        patch.object(st, "session_state", {}),
    ):
        one, again, other = hiding.hidden(first := small()), hiding.hidden(first), hiding.hidden(small())
    assert one is again
    users = [set(ds.attendances.collect()["user_id"].cast(pl.String)) for ds in (one, other)]
    assert (users[0] == users[1]) is same
    assert (users[0] == set(pseudonyms(small(), KEY).values())) is same


def test_without_an_operators_key_pseudonyms_last_as_long_as_the_server() -> None:
    with patch.object(settings, "pseudonym_key", return_value=b""):
        assert hiding.pseudonym_key() == hiding.pseudonym_key()
        assert len(hiding.pseudonym_key()) == 32
