"""Every main room of a selection with its figures, beside those of the period before."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.pooled import main_rows, people_of, quotient, summed, totals, where_known, with_rates
from kaltura.metrics.rooms import room_names
from kaltura.metrics.tables import collected

_COLUMNS = ("sessions", "attendances", "unique_attendees", "people_per_session", "attended_minutes", "mean_minutes")
_RATES = ("engagement_rate", "disengaged_minutes")


def all_rooms(ds: Dataset) -> pd.DataFrame:
    """One row per known main room with a session, most attended minutes first, then by ID.

    room_id, room_name; sessions; attendances; unique_attendees (identified, over all its sessions: never add them up);
    people_per_session: identified attendees of a session whose attendees are reported, on average; attended_minutes;
    mean_minutes; engagement_rate (0 to 1); disengaged_minutes. All but sessions are NaN where no session of the room
    has its attendees reported, unless Kaltura counted nobody in each.
    """
    held = summed(ds).filter(~nw.col("room_id").is_null())
    people = collected(people_of(main_rows(ds, "room_id"), "room_id")).drop(columns="anonymous_rows")
    table = with_rates(totals(held, "room_id")).merge(people, on="room_id", how="left")
    table = table.merge(room_names(ds), on="room_id", how="left")
    table["unique_attendees"] = table["unique_attendees"].fillna(0)
    identified = table["attendances"] - table["anonymous_attendances"]
    table = where_known(table, "attendances", "unique_attendees")
    table["people_per_session"] = quotient(identified, table["reported"])
    ordered = table.sort_values(["attended_minutes", "room_id"], ascending=[False, True], ignore_index=True)
    return ordered[["room_id", "room_name", *_COLUMNS, *_RATES]]


def with_change(rooms: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """`all_rooms` with attendances_before, and change: by what part of them the attendances grew, -1 to nobody.

    before: `all_rooms` of the period before. NaN without it, and for a room that had no attendance in it.
    """
    past = pd.Series(dtype="float64") if before is None else before.set_index("room_id")["attendances"]
    then = rooms["room_id"].map(past).astype("float64")
    grown = (rooms["attendances"] - then) / then.where(then > 0)
    return rooms.assign(attendances_before=then, change=grown)
