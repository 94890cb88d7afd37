"""How this session's CSV files are written: chosen on Export, kept for every page that makes one."""

import streamlit as st

from kaltura.export.csv import CsvDialect
from kaltura.ui.choose_one import choose_one

_SAFE, _MARKS = "export_safe", "export_csv_marks"
_POINT, _COMMA = "point", "comma"
_NAMES = {_POINT: "Comma, decimal point", _COMMA: "Semicolon, decimal comma"}


def choose_csv_dialect() -> CsvDialect:
    """The widgets, and what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choose_one(
            "CSV with",
            _NAMES,
            _MARKS,
            help="What stands between cells and in numbers. Excel in German, French, Spanish and the like expects the "
            "second: it reads 0.975 as 975 or as text, and a file with commas as one column.",
        )
        st.toggle(
            "Safe for Excel",
            value=True,
            key=_SAFE,
            persist_state="session",
            help="In CSV files, a text that Excel would run as a formula (it begins with = + - @) gets a ' in front "
            "of it.",
        )
    return csv_dialect()


def csv_dialect() -> CsvDialect:
    """What was last chosen, also for pages without the widgets."""
    chosen = st.session_state
    return CsvDialect(safe_for_excel=bool(chosen.get(_SAFE, True)), decimal_comma=chosen.get(_MARKS) == _COMMA)


def dialect_in_words(dialect: CsvDialect) -> str:
    """'Semicolon, decimal comma, safe for Excel'."""
    return _NAMES[_COMMA if dialect.decimal_comma else _POINT] + (", safe for Excel" if dialect.safe_for_excel else "")
