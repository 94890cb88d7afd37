"""The browser session's data and selection. Report data lives in st.session_state only: nobody sees another's.

The one exception is the demo account's Dataset, which belongs to nobody (kaltura.ui.demo).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar, cast
from uuid import uuid4

import streamlit as st

from kaltura.dataset import Dataset
from kaltura.filters import Filters
from kaltura.ui.address import pop_followed, unbind
from kaltura.ui.choices import Choices, choices_of
from kaltura.ui.dates import ALL, CUSTOM, DEFAULT
from kaltura.ui.hiding import hidden, names_hidden

P = ParamSpec("P")
R = TypeVar("R")

# The sidebar's widget keys, which are the names in the URL.
SOURCE = "source"
URL_KEYS = ("dates", "from", "to", "zone", "event", "room", "type", "hide", SOURCE)

_LOADED = "_loaded"
_FILTERS = "_filters"
_PENDING = "_pending_selection"
_RESULTS = "_results"
_SELECTED = "_selected"
# What is kept, so that a day of choosing holds no more than a minute of it.
KEPT_SELECTED = 2  # Datasets: view() and one other: everywhere(), history() or the period before
KEPT_SELECTIONS = 4  # whose results are kept: these two, and as many of the step before
KEPT_RESULTS = 100  # of one selection; a page computes about ten metrics
KEPT_SHARED = 300  # of the demo, for all its visitors


@dataclass(frozen=True)
class Loaded:
    """A Dataset on screen with the choices it offers. `id` names it in this session's caches.

    shared: what was computed of it for all visitors; None for data that belongs to one of them.
    """

    dataset: Dataset
    choices: Choices
    shared: dict[object, Any] | None = None
    id: str = field(default_factory=lambda: uuid4().hex)


def loaded() -> Loaded:
    """What this browser session looks at: its own data, or the demo account until it has some."""
    own: Loaded | None = st.session_state.get(_LOADED)
    if own is not None:
        return own
    from kaltura.ui.demo import demo  # the emulator is only needed by those who look at it

    return demo()


def at_hand() -> bool:
    """Whether `loaded` answers at once: there is own data, or the demo account is prepared."""
    if st.session_state.get(_LOADED) is not None:
        return True
    from kaltura.ui.demo import is_prepared

    return is_prepared()


def own_source() -> str:
    """Where this session's own data came from: "live" or "files"; "" when it has none."""
    own: Loaded | None = st.session_state.get(_LOADED)
    return own.dataset.provenance.source if own else ""


def adopt(dataset: Dataset, days: tuple[date, date] | None = None) -> None:
    """Make `dataset` what this session looks at, over these days or all of them. Before the sidebar, or then rerun.

    Of a link that was followed before its data was here, the rooms, events and user types are chosen again.
    """
    st.session_state[_LOADED] = Loaded(dataset, choices_of(dataset))
    _forget_results()
    first, last = days or (None, None)
    chosen = {"dates": CUSTOM if days else ALL, "from": first, "to": last, "zone": dataset.zone}
    followed = pop_followed()
    known = st.session_state[_LOADED].choices.user_types
    followed["type"] = [value for value in followed["type"] if value in known]
    st.session_state[_PENDING] = {**chosen, **followed, SOURCE: dataset.provenance.source}


def adopt_demo() -> None:
    """Go back to the demo account."""
    st.session_state.pop(_LOADED, None)
    _forget_results()
    pop_followed()
    chosen = {"dates": DEFAULT, "from": None, "to": None, SOURCE: None}
    st.session_state[_PENDING] = {**chosen, "room": [], "event": [], "type": []}


def filters() -> Filters:
    """The selection of this run."""
    chosen: Filters = st.session_state.get(_FILTERS, Filters())
    return chosen


def set_filters(chosen: Filters) -> None:
    """Called by the sidebar; on a visit's first run, before it is drawn."""
    st.session_state[_FILTERS] = chosen


def whole() -> Dataset:
    """The Dataset without a selection, e.g. for "seen before" and the period before; names hidden when wanted.

    Names are hidden here and nowhere else: everything on screen and in files comes from this Dataset.
    """
    return hidden(loaded().dataset) if names_hidden() else loaded().dataset


def view() -> Dataset:
    """The selected Dataset: what every page, chart and file shows."""
    return _selected(filters())


def everywhere() -> Dataset:
    """The data of all dates, rooms and events, in the selection's zone and user types.

    For one session, room or person that a link names: it opens whatever dates, rooms and events are selected.
    """
    return _selected(Filters(zone=filters().zone, user_types=filters().user_types))


def computed(function: Callable[Concatenate[Dataset, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """function(view(), *args, **kwargs), remembered in this session for this data and selection.

    For metrics: computed(attendance_over_time, "week"). The arguments must be hashable.
    """
    return _remembered(view(), function, *args, **kwargs)


def computed_everywhere(function: Callable[Concatenate[Dataset, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `computed`, of everywhere()."""
    return _remembered(everywhere(), function, *args, **kwargs)


def computed_of(
    chosen: Filters, function: Callable[Concatenate[Dataset, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """As `computed`, of another selection, such as the period before."""
    return _remembered(_selected(chosen), function, *args, **kwargs)


def history() -> Dataset:
    """The selection over all dates at hand, for "seen before"."""
    return _selected(replace(filters(), start=None, end=None))


def _selected(chosen: Filters) -> Dataset:
    """whole() narrowed to `chosen`; the last few selections of this session are kept."""
    kept: dict[object, Dataset] = st.session_state.setdefault(_SELECTED, {})
    key = (loaded().id, names_hidden(), chosen)
    kept[key] = kept.pop(key) if key in kept else whole().select(chosen)
    _shorten(kept, KEPT_SELECTED)
    return kept[key]


def _remembered(data: Dataset, function: Callable[Concatenate[Dataset, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    selections: dict[object, dict[object, Any]] = st.session_state.setdefault(_RESULTS, {})
    selection = (loaded().id, names_hidden(), data.selection)
    results = selections[selection] = selections.pop(selection, {})
    _shorten(selections, KEPT_SELECTIONS)
    key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
    if key not in results:
        shareable = not kwargs and all(isinstance(value, str | int) for value in args)
        results[key] = _shared((selection, key), data, lambda: function(data, *args, **kwargs), shareable=shareable)
    result: R = results[key]
    _shorten(results, KEPT_RESULTS)
    return result


def _shared(key: object, data: Dataset, compute: Callable[[], R], *, shareable: bool) -> R:
    """What every visitor of the demo meets first is computed once for all: all rooms, names shown, plain arguments.

    shareable: whether the metric's arguments are texts and numbers, such as a period, that many visitors choose.
    """
    results = loaded().shared
    whole_account = data.selection == Filters(data.selection.start, data.selection.end, data.selection.zone)
    if results is None or not shareable or names_hidden() or not whole_account:
        return compute()
    found = results.get(key)
    if found is None:
        if len(results) >= KEPT_SHARED:  # zones and dates are many
            results.clear()
        found = results[key] = compute()
    return cast(R, found)


def _shorten(kept: dict[Any, Any], most: int) -> None:
    """Drops the oldest."""
    while len(kept) > most:
        kept.pop(next(iter(kept)), None)


def select(
    *,
    rooms: Iterable[str] | None = None,
    events: Iterable[str] | None = None,
    user_types: Iterable[str] | None = None,
    dates: tuple[date, date] | None = None,
) -> NoReturn:
    """Change parts of the selection, as a click on a chart or a row does, and rerun. () removes a part.

    dates: first and last local day, both included.
    """
    pending: dict[str, Any] = {
        key: list(values)
        for key, values in (("room", rooms), ("event", events), ("type", user_types))
        if values is not None
    }
    if dates is not None:
        pending |= {"dates": CUSTOM, "from": dates[0], "to": dates[1]}
    st.session_state[_PENDING] = pending
    st.rerun()


def all_dates() -> NoReturn:
    """Take the dates out of the selection, and rerun."""
    st.session_state[_PENDING] = {"dates": ALL}
    st.rerun()


def apply_pending() -> None:
    """Called by the sidebar before its widgets: what `select` and `all_dates` asked for."""
    pending: dict[str, Any] = st.session_state.pop(_PENDING, {})
    st.session_state.update(pending)
    address = {key: str(value) for key, value in pending.items() if value is not None and not isinstance(value, list)}
    # All at once: else each of them would be a step of its own in the browser's history.
    unbind(address)
    if address:
        st.query_params.update(address)


def _forget_results() -> None:
    for key in (_RESULTS, _SELECTED):
        st.session_state.pop(key, None)
