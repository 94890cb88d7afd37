"""Charts on a touch screen: a tap chooses what a click does."""

import streamlit as st

# Plotly chooses the point that the pointer was over, and a finger is over none before it taps.
_HOVER = """<script>
if (!window.chartsTakeTaps) {
  window.chartsTakeTaps = true;
  document.addEventListener("pointerdown", ({ pointerType, target, clientX, clientY }) => {
    if (pointerType === "touch" && target.closest(".js-plotly-plot"))
      target.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true, view: window }));
  }, true);
}
</script>"""


def take_taps() -> None:
    """Called once per run: has the browser lead the pointer to where a chart is tapped."""
    st.html(_HOVER, unsafe_allow_javascript=True)
