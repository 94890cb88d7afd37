"""Charts on paper: side by side as on the screen, and as wide as the card that they stand in."""

import streamlit as st

# Plotly draws for a width in pixels and does not draw again for paper: with a viewBox the drawing is stretched, as
# style.css says how wide.
_STRETCH = """<script>
if (!window.chartsFitPaper) {
  window.chartsFitPaper = true;
  const drawings = () => document.querySelectorAll(".js-plotly-plot svg.main-svg");
  addEventListener("beforeprint", () => {
    for (const drawn of drawings())
      drawn.setAttribute("viewBox", `0 0 ${drawn.getAttribute("width")} ${drawn.getAttribute("height")}`);
  });
  addEventListener("afterprint", () => drawings().forEach((drawn) => drawn.removeAttribute("viewBox")));
}
</script>"""


def fit_paper() -> None:
    """Called once per run: has the browser stretch charts to their cards while it prints."""
    st.html(_STRETCH, unsafe_allow_javascript=True)
