from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from kaltura.charts.labels import distinct, escaped, fitted, short


@given(st.text(max_size=60))
def test_escaped_text_reads_as_the_name_and_holds_no_markup(name: str) -> None:
    text = escaped(name)
    assert not set("<>${}") & set(text.replace("&#36;", ""))
    assert unescape(text).strip("\u2068\u2069") == short(name)


def test_what_plotly_would_read_as_markup() -> None:
    assert escaped("<a href='http://x'>Chem</a>") == "&lt;a href='http://x'&gt;Chem&lt;/a&gt;"
    assert escaped("$x$") == "&#36;x&#36;"
    assert escaped("%{y}") == "%&#123;y&#125;"
    assert escaped("&lt;b&gt;") == "&amp;lt;b&amp;gt;"
    assert escaped(None) == "(no name)"


def test_short_cuts_with_an_ellipsis() -> None:
    assert short("abcdef", 4) == "abc…"
    assert short("abcd", 4) == "abcd"
    assert short(" two\n lines ") == "two lines"


def test_names_that_would_read_alike_when_cut_are_cut_in_the_middle() -> None:
    sections = {str(n): f"Biology 101 – Cell biology (section {n})" for n in (2, 3)}
    cut = fitted({**sections, "short": "Law 100", "long": "History 105 – The ancient world"}, 26)
    assert cut == {
        "2": "Biology 101 –…(section 2)",
        "3": "Biology 101 –…(section 3)",
        "short": "Law 100",
        "long": "History 105 – The ancient…",
    }
    assert max(map(len, cut.values())) <= 26
    assert fitted({"a": "Law 100", "b": "Law 100"}, 26) == {"a": "Law 100", "b": "Law 100"}


def test_distinct_tells_rooms_of_one_name_apart() -> None:
    names = {"1_a": "Biology", "1_b": "Biology", "1_c": "Chemistry", "1_d": None, "1_e": ""}
    assert distinct(names) == {
        "1_a": "Biology · 1_a",
        "1_b": "Biology · 1_b",
        "1_c": "Chemistry",
        "1_d": "(no name) · 1_d",
        "1_e": "(no name) · 1_e",
    }


@given(st.dictionaries(st.text("ab1_", min_size=1, max_size=4), st.one_of(st.none(), st.text("ab ·1_", max_size=6))))
def test_distinct_labels_are_distinct(names: dict[str, str | None]) -> None:
    labels = distinct(names)
    assert len(set(labels.values())) == len(names)


def test_a_name_written_from_right_to_left_is_kept_apart() -> None:
    assert escaped("Languages – العربية") == "\u2068Languages – العربية\u2069"
    assert escaped("Sprachen – Ελλάδα") == "Sprachen – Ελλάδα"
