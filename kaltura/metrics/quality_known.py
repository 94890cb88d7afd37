"""Which lists of Data quality are known to be empty, told from those of which nothing is known."""

from kaltura.dataset import Dataset
from kaltura.metrics.estimates import estimates_against_exact
from kaltura.metrics.orphans import orphans_known
from kaltura.metrics.tables import narrowed_to_people, only_breakouts
from kaltura.reports.columns import Report

# What the sessions of a list are told from; without it a list without rows says nothing.
NEEDS: dict[str, tuple[Report, ...]] = {
    "estimate_difference": (Report.ROOM_SESSIONS, Report.ATTENDEES),
    "running_sessions": (Report.ROOM_SESSIONS,),
    "provisional": (Report.ROOM_SESSIONS,),
    "orphans": (Report.ROOM_SESSIONS, Report.BREAKOUT_SESSIONS),
    # Without report 6000 only sessions with attendees are known.
    "without_attendees": (Report.ROOM_SESSIONS,),
}


def known_if_empty(ds: Dataset, key: str) -> bool:
    """Whether a list without rows, by its key in NEEDS, says that there is none.

    What it needs is there, and neither the request nor the selection leaves out what would be in it.
    """
    if any(ds.provenance.missing(report) for report in NEEDS[key]):
        return False
    if key == "estimate_difference":
        return len(estimates_against_exact(ds)) > 0
    if key == "without_attendees":
        return not (only_breakouts(ds) or narrowed_to_people(ds))
    return key != "orphans" or orphans_known(ds)
