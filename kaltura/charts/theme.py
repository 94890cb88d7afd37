"""One look for every chart: colours with fixed meanings, and the frame around the marks.

On screen Streamlit lays its own fonts and background over a figure, so light and dark follow the person's
choice at once. `paper` fixes them for figures that leave the screen, such as the printable summary.
The colours keep a contrast of 3:1 on both backgrounds and stay apart for people who do not see red and green.
"""

from typing import Any, Literal

import plotly.graph_objects as go

MAIN = "#2463DC"  # main rooms, and a single series without another meaning
BREAKOUT = "#D4780E"
ENGAGED = "#1F9F72"
DISENGAGED = "#5C6578"  # also: absent, unknown, the part that is left
GUEST = "#BC58C2"
ALERT = "#C23039"  # what needs a look; always with a word beside it

# The order of .streamlit/config.toml's chartCategoricalColors.
CATEGORICAL = (MAIN, BREAKOUT, ENGAGED, DISENGAGED, GUEST, ALERT)
# Heatmaps: from nearly nothing to a lot. The background shines through the lower end, light or dark.
SEQUENTIAL = [[0.0, "rgba(36,99,220,0.15)"], [0.5, "rgba(36,99,220,0.5)"], [1.0, "rgba(36,99,220,1)"]]
SEQUENTIAL_ENGAGED = [[0.0, "rgba(31,159,114,0.15)"], [0.5, "rgba(31,159,114,0.5)"], [1.0, "rgba(31,159,114,1)"]]
COLORBAR: dict[str, Any] = {
    "thickness": 10,
    "outlinewidth": 0,
    "tickfont": {"size": 12},
    "title": {"text": ""},
    "tickformat": ",~f",  # as the axes write numbers; not 4000, nor 20k
}
# The same for cells with a number in them: pale enough for the ink of both backgrounds.
TINT = [[0.0, "rgba(36,99,220,0.05)"], [1.0, "rgba(36,99,220,0.6)"]]

FONT = '"Source Sans", "Source Sans 3", "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif'

# The toolbar above a chart: reset and download as picture, no zoom buttons, no link to Plotly.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    "showTips": False,
}


def config(name: str) -> dict[str, Any]:
    """CONFIG, with pictures as large as on screen and sharp on paper, in files of this name (ASCII, no extension).

    PNG, because an SVG names fonts that whoever opens it may not have.
    """
    picture = {"format": "png", "scale": 2, "width": None, "height": None, "filename": name}
    return CONFIG | {"toImageButtonOptions": picture}


_MARGIN = {"l": 8, "r": 8, "b": 0}
_FRAME: dict[str, Any] = {
    "template": "none",
    "colorway": list(CATEGORICAL),
    "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "title": {"text": ""}},
    "hoverlabel": {"align": "left", "namelength": -1},
    "font": {"family": FONT, "size": 13},
    "bargap": 0.2,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "dragmode": False,
    "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": "#7A8494", "activecolor": "#7A8494"},  # readable on both grounds
}
_AXIS = {
    "automargin": True,
    "zeroline": False,
    "fixedrange": True,
    "separatethousands": True,  # 12,000, as everywhere else; not 12k
    "exponentformat": "none",
}
_X_AXIS = {**_AXIS, "showgrid": False}
_Y_AXIS = {**_AXIS, "rangemode": "tozero"}
_FEW_STEPS = 5

# Of a figure on paper.
_INK, _GRID, _BACKGROUND = "#10161D", "#E3E7EC", "#FFFFFF"


def framed(
    figure: go.Figure,
    *,
    x: str | None = None,
    y: str | None = None,
    height: int = 320,
    legend: bool | None = None,
    percent: Literal["x", "y"] | None = None,
) -> go.Figure:
    """The same figure with the house's frame: margins, axis titles with units, a legend on top, one hover box.

    x, y: axis titles, e.g. "Attended minutes"; "" removes a title and its place, None leaves it as it is.
    height: pixels. legend: None shows one when there are two series or more.
    percent: this axis runs over fractions and is labelled in per cent.
    The title stands above the chart on the page, not in the figure.
    """
    several = legend if legend is not None else len(figure.data) > 1
    margin = {**_MARGIN, "t": 28 if several else 8}
    if percent == "x":
        margin["r"] = 24  # the label of 100 % reaches beyond the axis, and would be left out
    settings = {**_FRAME, "height": height, "showlegend": several, "margin": margin}
    # Key by key: update_layout looks at each path of each value, and takes ten times as long.
    for key, value in settings.items():
        figure.layout[key] = {**figure.layout[key].to_plotly_json(), **value} if isinstance(value, dict) else value
    for trace in figure.data:
        if trace.type == "scatter" and "markers" in (trace.mode or ""):
            trace.cliponaxis = False  # a mark at 0 or at the end lies on the axis, which would cut it in half
    _frame_axes(figure, "xaxis", _X_AXIS, x, percent == "x")
    _frame_axes(figure, "yaxis", _Y_AXIS, y, percent == "y")
    return figure


def whole_steps(most: float) -> dict[str, Any]:
    """Settings of an axis or a colour bar of counts up to `most`: Plotly would put fractions between few."""
    return {"dtick": 1, "tick0": 0} if most <= _FEW_STEPS else {}


def in_whole_steps(figure: go.Figure, most: float) -> go.Figure:
    """The same figure, its vertical axis of counts in steps of 1 where they are few."""
    return figure.update_yaxes(**whole_steps(most))


def _frame_axes(figure: go.Figure, kind: str, frame: dict[str, Any], title: str | None, percent: bool) -> None:
    known = [name for name in figure.layout if name.startswith(kind)]
    for name in {kind, *known}:
        axis = figure.layout[name].to_plotly_json()
        named = {**axis.get("title", {}), "standoff": 14, **({} if title is None else {"text": title})}
        if not named.get("text"):
            named = {}  # Plotly keeps a line free for a title that is "", as for any that is said
        figure.layout[name] = {**axis, **frame, "title": named, **({"tickformat": ".0%"} if percent else {})}


def paper(figure: go.Figure) -> go.Figure:
    """A copy with its own ink and background, for files and print."""
    copy = go.Figure(figure)
    copy.update_layout(font_color=_INK, paper_bgcolor=_BACKGROUND, plot_bgcolor=_BACKGROUND, hovermode=False)
    copy.update_xaxes(gridcolor=_GRID, linecolor=_GRID)
    copy.update_yaxes(gridcolor=_GRID, linecolor=_GRID)
    return copy
