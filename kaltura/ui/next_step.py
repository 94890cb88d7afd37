"""What to do where a selection has nothing to show: the step follows from the cause."""

from kaltura.reports.columns import Report
from kaltura.ui.state import filters, whole
from kaltura.ui.text import one_after_another

_MORE = {
    "demo": "This is all of the demo account.",
    "files": "This is all of the data at hand: add files of other days under Connect.",
    "live": "This is all of the data at hand: fetch a longer range of dates under Connect.",
}


def next_step(*needs: Report) -> str:
    """The next step, as full sentences in plain text.

    needs: reports without which there is nothing to show; where one is missing, no other selection helps.
    """
    for report in needs:
        failure = whole().provenance.missing(report)
        if failure is not None:
            return f"{failure.message} {failure.next_step}"
    steps = ["choose a longer range of dates"] if filters().start or filters().end else []
    if parts := _narrowed():
        steps.append(f"take {parts} out of the selection")
    if not steps:
        return _MORE.get(whole().provenance.source, _MORE["live"])
    said = ", or ".join(steps)
    return f"{said[0].upper()}{said[1:]}."


def is_narrowed() -> bool:
    """Whether a part of the data at hand is selected, and not all of it."""
    chosen = filters()
    return bool(chosen.start or chosen.end or _narrowed())


def chosen_places() -> str:
    """ "rooms", "events" or "rooms and events", whichever are selected; "" for sessions of anywhere."""
    chosen = filters()
    places = (("rooms", chosen.rooms), ("events", chosen.events))
    return one_after_another([name for name, values in places if values])


def _narrowed() -> str:
    chosen = filters()
    parts = {"rooms": chosen.rooms, "events": chosen.events, "user types": chosen.user_types}
    return one_after_another([name for name, values in parts.items() if values])
