"""Lines across a chart that mark a value, with a word on top."""

import plotly.graph_objects as go

from kaltura.charts.theme import DISENGAGED


def vertical_lines(figure: go.Figure, marks: dict[str, float | None]) -> None:
    """A dotted line at each known value; leave some 28 px above the chart for the words."""
    for words, at in marks.items():
        if at is not None:
            figure.add_vline(
                x=at,
                line={"color": DISENGAGED, "width": 1.5, "dash": "dot"},
                annotation={"text": words, "y": 1.0, "yanchor": "bottom", "xanchor": "center"},
                annotation_position="top",
            )
