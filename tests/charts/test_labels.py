from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from kaltura.charts.labels import escaped, fitted
from kaltura.names import short


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


def test_a_name_written_from_right_to_left_is_kept_apart() -> None:
    assert escaped("Languages – العربية") == "\u2068Languages – العربية\u2069"
    assert escaped("Sprachen – Ελλάδα") == "Sprachen – Ελλάδα"
