"""A table whose rows open something: by a click anywhere in the row, or from the keyboard."""

from typing import Any

import pandas as pd
import streamlit as st

from kaltura.written import NOTHING

KEYS = "With the keyboard: arrow keys to move, Shift+Space to choose."
_OPENED = "_rows_opened"
# Streamlit selects a row only by its tick box. Selecting by cells instead would open the first row as soon as Tab
# enters the table. So a click anywhere in a row is passed on to its tick box.
_TICK = """<script>
if (!window.rowsTakeClicks) {
  window.rowsTakeClicks = true;
  const menu = "[data-testid=stDataFrameColumnMenu], [data-testid=stDataFrameColumnVisibilityMenu]";
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    if (event.isTrusted) pressed = document.querySelector(menu) ? null : event;  // a click that closes a menu is none
  }, true);
  document.addEventListener("click", (event) => {
    const table = event.isTrusted && event.target.closest('[class*="st-key-rows_"] [data-testid="stDataFrame"]');
    if (!table || !pressed || event.target.closest("button") || event.detail > 1) return;
    if (Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > 4) return;  // the end of a drag
    const rows = Number(table.querySelector("[role=grid]")?.getAttribute("aria-rowcount") ?? 0) - 1;
    const tick = rows > 10000 ? 48 : rows > 1000 ? 44 : rows > 100 ? 36 : 32;  // the grid's own widths
    const left = table.getBoundingClientRect().left;
    if (event.clientX <= left + tick) return;
    const at = { clientX: left + tick / 2, clientY: event.clientY, isPrimary: true, bubbles: true, cancelable: true };
    for (const kind of ["pointermove", "pointerdown", "pointerup", "mousemove", "mousedown", "mouseup", "click"])
      event.target.dispatchEvent(new (kind.startsWith("pointer") ? PointerEvent : MouseEvent)(kind, at));
  });
}
</script>"""


def take_clicks() -> None:
    """Called once per run: has the browser take a click anywhere in a row for one on the row's tick box."""
    st.html(_TICK, unsafe_allow_javascript=True)


def row_table(table: pd.DataFrame, key: str, *, alt: str, **options: Any) -> int | None:
    """Draws st.dataframe with these options; the place of the row that is chosen, if one is.

    A choice ends when the rows change: at its place there may be another row then.
    """
    options = {"placeholder": NOTHING, **options}
    event = st.dataframe(
        table,
        hide_index=True,
        key=f"rows_{key}_{content_key(table)}",
        on_select="rerun",
        selection_mode="single-row",
        alt=alt,
        **options,
    )
    return next((row for row in event["selection"]["rows"] if row < len(table)), None)


def content_key(table: pd.DataFrame) -> str:
    """A part of a widget's key that is another one when the values of these rows change, or their order."""
    return f"{hash(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes()):x}"


def table_key(key: str) -> str:
    """The key of a table whose rows open something on the table's own page.

    It is another one after each opening: the browser remembers the choice in a table that it has seen, and would open
    the row again on the way back.
    """
    times = st.session_state.get(_OPENED, 0)
    return f"{key}_{times}" if times else key


def row_opened() -> None:
    """To be called before a row is opened."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
