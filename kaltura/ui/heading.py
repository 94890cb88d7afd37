"""The one heading of the first level: the page's title, or the name of what its address names."""

import streamlit as st

from kaltura.ui.navigation import PageInfo
from kaltura.ui.subject import Subject, names_subject
from kaltura.ui.text import plain


class Heading:
    """Drawn at once as the page's title, also above a failure; where a subject is named, once its name is known."""

    def __init__(self, info: PageInfo) -> None:
        self._info = info
        self._place = st.empty()
        self._drawn = False
        if not names_subject(info.stem):
            self.settle()

    def settle(self, shown: Subject | None = None) -> None:
        """Draw the subject's name, or the title; what was drawn stays."""
        if self._drawn:
            return
        self._drawn = True
        if shown is None:
            self._place.title(self._info.title, help=self._info.question, anchor=False)
        else:
            self._place.title(plain(shown.name), anchor=False)
