"""Every number shown anywhere is defined once, and the docs say the same."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaltura.export.columns import GRADEBOOK, IN_TABLE, meanings
from kaltura.export.definitions import columns_table, definitions_markdown, definitions_table
from kaltura.export.glossary import ADDED, DERIVED_COLUMNS
from kaltura.export.tables import TABLES, derived
from kaltura.metrics.definitions import DEFINITIONS, Definition
from kaltura.metrics.register import gradebook
from kaltura.metrics.roster import read_roster
from kaltura.metrics.rule import Rule
from kaltura.reports.columns import Report
from kaltura.reports.header import DERIVED
from tests.builders import attendance, breakout, dataset, room_session

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")

# Calls whose first argument is the key of a definition, and the keyword that is one in any call.
FIRST_IS_A_KEY = {"Figure", "how"}


def keys_used(tree: ast.AST) -> Iterator[str]:
    """The keys that a module writes out as `definition="…"`, `Figure("…")` or `how("…")`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = [word.value for word in node.keywords if word.arg == "definition"]
        if isinstance(node.func, ast.Name) and node.func.id in FIRST_IS_A_KEY:
            named += node.args[:1]
        yield from (arg.value for arg in named if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def used() -> dict[str, str]:
    files = [*(ROOT / "pages").glob("*.py"), *(ROOT / "kaltura").rglob("*.py")]
    return {key: path.name for path in files for key in keys_used(ast.parse(path.read_text(encoding="utf-8")))}


def test_the_search_for_keys_finds_each_way_of_using_one() -> None:
    code = 'chart("T", f, definition="a")\nFigure("b", "1")\nst.x(help=how("c"))\nFigure(key, "1")\nother("d")'
    assert set(keys_used(ast.parse(code))) == {"a", "b", "c"}


def test_every_key_used_on_a_page_is_defined() -> None:
    found = used()
    assert len(found) > 10, "pages use definitions"
    assert {key: where for key, where in found.items() if key not in DEFINITIONS} == {}


def test_the_docs_are_what_the_code_says() -> None:
    assert definitions_markdown() == DOCS, "run: python -m kaltura.export.definitions > docs/metrics.md"


@pytest.mark.parametrize("entry", DEFINITIONS.values(), ids=DEFINITIONS)
def test_every_definition_is_in_the_docs_and_in_the_workbook(entry: Definition) -> None:
    assert f'<a id="{entry.key}"></a>' in DOCS
    assert entry.text in DOCS
    table = definitions_table()
    assert entry.text in set(table["Meaning"])
    assert table["Number"].is_unique


def test_every_column_of_every_file_is_explained_and_nothing_else() -> None:
    ds = dataset(
        [room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00")],
        [attendance("m1", "r1", "a", 60, 0.9)],
        [breakout("b1", "g1", "r1", "2026-03-02 10:10", "2026-03-02 10:40", 2)],
    )
    of_tables = {table.stem: {*derived(ds, table.stem).columns} for table in TABLES}
    assert {column for columns in of_tables.values() for column in columns} == {*DERIVED_COLUMNS}
    assert all({*own} <= of_tables[stem] for stem, own in IN_TABLE.items())
    assert {*ADDED} == {*DERIVED}
    explained = columns_table()
    assert not explained.duplicated(["File", "Column"]).any()
    assert all(
        f"| {file} | `{column}` | {about} |" in DOCS for file, column, about in explained.itertuples(index=False)
    )


def test_what_a_name_means_in_one_table_is_said_of_that_table() -> None:
    assert meanings("at-risk")["first_seen"] == (
        "Start of the person's first session in this room, local time in time_zone"
    )
    assert meanings("people")["first_seen"] == "Start of the person's first session, local time in time_zone"
    assert meanings(Report.ATTENDEES)["duration_minutes"] == ADDED["duration_minutes"]


def test_each_column_of_the_gradebook_is_explained() -> None:
    roster = read_roster("r.csv", b"user_id\na\n")
    ds = dataset(
        [room_session("m1", "r1", "2026-03-02 10:00", "2026-03-02 11:00")], [attendance("m1", "r1", "a", 60, 0.9)]
    )
    book = gradebook(ds, Rule(), roster)
    assert {*book.columns} - {"2026-03-02 10:00 Room r1"} == {*GRADEBOOK} - {"a date, a time and a room"}
