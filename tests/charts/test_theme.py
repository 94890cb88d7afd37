import tomllib
from itertools import combinations
from pathlib import Path

import plotly.graph_objects as go
import pytest

from kaltura.charts import theme

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())

# How people without red (protan) or green (deutan) cones see linear RGB: Viénot, Brettel and Mollon 1999.
DEFICIENCIES = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def luminance(colour: str) -> float:
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, deficiency: str) -> float:
    seen = [
        lab(tuple(sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in DEFICIENCIES[deficiency]))
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.mark.parametrize("colour", theme.CATEGORICAL)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_marks_stand_out_from_both_backgrounds(colour: str, ground: str) -> None:
    assert contrast(colour, CONFIG["theme"][ground]["backgroundColor"]) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize(("one", "other"), [*combinations(theme.CATEGORICAL, 2)])
def test_any_two_colours_stay_apart_for_everybody(one: str, other: str, deficiency: str) -> None:
    assert distance(one, other, deficiency) > 20


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_streamlit_and_plotly_share_the_colours(ground: str) -> None:
    section = CONFIG["theme"][ground]
    assert section["chartCategoricalColors"] == list(theme.CATEGORICAL)
    assert len(section["chartSequentialColors"]) == len(section["chartDivergingColors"]) == 10
    assert contrast(section["textColor"], section["backgroundColor"]) >= 7
    assert contrast(section["linkColor"], section["secondaryBackgroundColor"]) >= 4.5
    assert contrast("#FFFFFF", section["primaryColor"]) >= 4.5


def test_framed_names_the_axes_and_leaves_the_data_alone() -> None:
    figure = theme.framed(go.Figure(go.Bar(x=["a"], y=[0.5])), x="Week", y="Engagement", percent="y")
    assert figure.layout.xaxis.title.text == "Week"
    assert figure.layout.yaxis.tickformat == ".0%"
    assert figure.layout.showlegend is False
    assert list(figure.data[0].y) == [0.5]


def test_paper_brings_its_own_ink_and_leaves_the_screen_figure_alone() -> None:
    figure = theme.framed(go.Figure(go.Bar(x=["a"], y=[1])))
    printed = theme.paper(figure)
    assert printed.layout.paper_bgcolor == "#FFFFFF"
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_framing_keeps_what_a_chart_has_set_and_reaches_every_axis() -> None:
    figure = go.Figure([go.Bar(x=[1], y=[2]), go.Scatter(x=[1], y=[2], yaxis="y2")])
    figure.update_layout(yaxis2={"overlaying": "y", "side": "right"}, legend_traceorder="reversed", yaxis_title="Kept")
    layout = theme.framed(figure, x="Minutes", percent="y").layout
    assert (layout.legend.traceorder, layout.legend.orientation) == ("reversed", "h")
    assert (layout.yaxis2.side, layout.yaxis2.fixedrange, layout.yaxis2.tickformat) == ("right", True, ".0%")
    assert (layout.yaxis.title.text, layout.yaxis.title.standoff) == ("Kept", 14)
    assert (layout.xaxis.title.text, layout.xaxis.showgrid, layout.xaxis.tickformat) == ("Minutes", False, None)


def test_an_axis_without_a_title_keeps_no_room_for_one() -> None:
    layout = theme.framed(go.Figure(go.Bar(x=[1], y=[2], name="a")), x="", y="Minutes").layout
    assert layout.xaxis.title.to_plotly_json() == {}, "Plotly keeps a line free for the title “”"
    assert layout.margin.b == 0


def test_marks_on_the_axis_are_whole() -> None:
    """A rate of 0 lies on the axis; a line there, and a bar, are not wider than it."""
    traces = [go.Scatter(x=[1], y=[0], mode=mode) for mode in ("lines", "markers", "lines+markers")]
    figure = theme.framed(go.Figure([go.Bar(x=[1], y=[0]), *traces]))
    assert [trace.cliponaxis for trace in figure.data] == [None, None, False, False]
