"""One HTML file that reads well on paper: figures, charts and definitions inside, nothing fetched from anywhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from kaltura.export.markup import allowed, text

_DRAW = """
for (const holder of document.querySelectorAll("[data-chart]")) {
  const figure = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
  Plotly.newPlot(holder, figure.data, figure.layout, {staticPlot: true, responsive: true});
}
// On paper the text is wider or narrower than on the screen, and nothing is drawn anew: the drawings are scaled.
const drawings = () => document.querySelectorAll(".main-svg");
addEventListener("beforeprint", () => {
  for (const one of drawings()) one.setAttribute("viewBox", `0 0 ${one.clientWidth} ${one.clientHeight}`);
  document.documentElement.classList.add("printing");
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  for (const one of drawings()) one.removeAttribute("viewBox");
});
"""
_STYLE = """
:root { color-scheme: light; }
html { font-size: 15px; } body { font: 1rem/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: #1d2733; }
body { margin: 2rem auto; max-width: 42rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid; }
.selection, .note, dd { color: #4a5766; }
.figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: .75rem; }
@media (max-width: 34rem) { .figures { grid-template-columns: repeat(2, 1fr); } }
.figures { margin: 1.25rem 0; padding: 0; list-style: none; }
.figures li { border: 1px solid #d5dce4; border-radius: 6px; padding: .6rem .8rem; }
.figures b { display: block; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
figure { margin: 0; break-inside: avoid; } [data-chart] { height: 225px; overflow: hidden; }
figcaption { margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
table { font-size: .9rem; } td { overflow-wrap: anywhere; } td.number { white-space: nowrap; }
th { overflow-wrap: normal; } tr > :first-child { min-width: 11rem; }
th, td { text-align: left; border-bottom: 1px solid #d5dce4; padding: .3rem .6rem .3rem 0; vertical-align: top; }
th.number, td.number { text-align: right; padding-right: .8rem; }
thead { display: table-header-group; } tr { break-inside: avoid; }
dl { columns: 2; column-gap: 1.5rem; font-size: .9rem; }
dt { font-weight: 600; padding-top: .5rem; break-after: avoid; } dd { margin: 0; break-inside: avoid; }
@media screen and (max-width: 34rem) { table { display: block; overflow-x: auto; } dl { columns: 1; } }
.printing [data-chart], .printing [data-chart] div { height: auto !important; width: 100% !important; }
.printing .main-svg { height: auto !important; width: 100% !important; }
.printing .main-svg:first-child { position: static !important; }
section { break-inside: avoid; }
@media print { dl { columns: 3; font-size: .85rem; } h2 { margin-top: 1.4rem; } }
@media print { th, td { padding-top: .2rem; padding-bottom: .2rem; } }
@page { margin: 15mm; } @media print { html { font-size: 12px; } body { margin: 0; padding: 0; max-width: none; } }
"""


@dataclass(frozen=True)
class Chart:
    """A figure for paper: its title, the finding in words, the Plotly figure (light theme), and what its marks mean."""

    title: str
    alt: str
    figure: go.Figure
    marks: str = ""


@dataclass(frozen=True)
class Section:
    """A table for paper. whole: on one page, where it fits on one."""

    title: str
    table: pd.DataFrame
    note: str = ""
    whole: bool = False


def printable_html(
    title: str,
    selection: str,
    figures: Sequence[tuple[str, str]],
    parts: Sequence[Chart | Section],
    definitions: Sequence[tuple[str, str]],
) -> bytes:
    """The file's bytes, UTF-8. figures: (label, value with unit); definitions: (number, meaning).

    A strict Content-Security-Policy allows this file's own two scripts by their hashes and nothing from outside.
    """
    library = get_plotlyjs()
    body = [
        f"<h1>{text(title)}</h1><p class=selection>{text(selection)}</p>",
        "<ul class=figures>" + "".join(f"<li>{text(k)}<b>{text(v)}</b></li>" for k, v in figures) + "</ul>",
        *(_chart(part, i) if isinstance(part, Chart) else _section(part) for i, part in enumerate(parts)),
        "<section><h2>How these are computed</h2><dl>",
        *(f"<dt>{text(name)}</dt><dd>{text(meaning)}</dd>" for name, meaning in definitions),
        "</dl></section>",
    ]
    policy = (
        f"default-src 'none'; script-src '{allowed(library)}' '{allowed(_DRAW)}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta name=referrer content=no-referrer>'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head><body>"
        + "\n".join(body)
        + f"<script>{library}</script><script>{_DRAW}</script></body></html>\n"
    ).encode()


def _chart(chart: Chart, number: int) -> str:
    figure = json.loads(chart.figure.to_json())
    figure["layout"].pop("height", None)  # else Plotly draws at the screen's height, and the box cuts it off
    # "<" never stands in the JSON block, so no name can close it.
    drawing = json.dumps(figure, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f"<figure><h2>{text(chart.title)}</h2>"
        f'<div data-chart="chart-{number}" role=img aria-label="{text(chart.alt)}"></div>'
        f"<figcaption class=note>{text(' '.join(filter(None, (chart.alt, chart.marks))))}</figcaption></figure>"
        f'<script type="application/json" id="chart-{number}">{drawing}</script>'
    )


def _section(section: Section) -> str:
    table = section.table
    kinds = [" class=number" if pd.api.types.is_numeric_dtype(table[column]) else "" for column in table.columns]
    head = "".join(f"<th{kind}>{text(column)}</th>" for column, kind in zip(table.columns, kinds, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{_cell(v)}</td>" for v, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in table.itertuples(index=False)
    )
    note = f"<p class=note>{text(section.note)}</p>" if section.note else ""
    shown = f"<h2>{text(section.title)}</h2>{note}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<section>{shown}</section>" if section.whole else shown


def _cell(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.{0 if abs(value) >= 1000 else 1}f}" if isinstance(value, float) else text(value)
