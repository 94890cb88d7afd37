"""The services that answer with data: reports as files, and lists of events and rooms."""

from collections.abc import Mapping

import polars as pl

from kaltura.demo.api_errors import ApiError
from kaltura.demo.backend import Backend, Call
from kaltura.demo.report_params import NoSuchReport, ParameterError
from kaltura.demo.request_params import Params, group, text, whole_number
from kaltura.demo.sessions import Session
from kaltura.demo.wire import Answer

PAGE, LARGEST_PAGE, SEARCH_END = 30, 500, 10_000
LONGEST_FILE_NAME = 200


def report_csv(backend: Backend, call: Call, session: Session | None) -> Answer:
    """report.getCsvFromStringParams: the report as a file."""
    report, params = call.report or 0, call.report_params
    try:
        excluded = text(call.params, "excludedFields").split(",")
        body, from_before = backend.report_bytes(report, params, [name.strip() for name in excluded], call.row_cap)
    except NoSuchReport:
        raise ApiError("REPORT_NOT_FOUND", str(report)) from None
    except ParameterError:
        raise ApiError("INTERNAL_SERVERL_ERROR") from None
    headers = [("Content-Disposition", f'attachment; filename="{_file_name(backend, report, params)}"')]
    if call.method == "GET":
        headers.append(("Cache-Control", "public, max-age=8640000"))
    if from_before:
        headers.append(("X-Kaltura", "cached-dispatcher"))
    return Answer(body, "text/csv", headers=tuple(headers))


def list_events(backend: Backend, call: Call, session: Session | None) -> Params:
    """virtualEvent_virtualEvent.list: id, name and status of the virtual events."""
    events = backend.account.events.select(
        objectType=pl.lit("KalturaVirtualEvent"), id="event_id", partnerId=backend.account.partner_id,
        name="name", status="status",
    )  # fmt: skip
    chosen = _chosen(events, group(call.params, "filter"), {"status": "2"})
    return _page(chosen, call, "KalturaVirtualEventListResponse")


def list_rooms(backend: Backend, call: Call, session: Session | None) -> Params:
    """room_room.list: by default only rooms of status 2, although rooms are created with 7."""
    rooms = backend.account.rooms.select(
        objectType=pl.lit("KalturaRoomEntry"), id="entry_id", name="name", partnerId=backend.account.partner_id,
        status="status", createdAt="created", roomType="room_type",
    )  # fmt: skip
    chosen = _chosen(rooms, group(call.params, "filter"), {"status": "2"})
    return _page(chosen, call, "KalturaRoomEntryListResponse")


def _file_name(backend: Backend, report: int, params: Mapping[str, str]) -> str:
    name = f"Report_{report}_{backend.account.partner_id}_"
    for key, value in [*params.items(), ("partner_id", str(backend.account.partner_id))]:
        name += f"{key}_{value}"
        if len(name) >= LONGEST_FILE_NAME:
            break
    return "".join(c for c in name if c.isprintable() and c != '"') + ".csv"


def _chosen(rows: pl.DataFrame, wanted: Params, defaults: Mapping[str, str]) -> pl.DataFrame:
    """Rows by idEqual, idIn, statusEqual, statusIn, roomTypeEqual; a column's default holds when it is not named."""
    for column in set(rows.columns) & {"id", "status", "roomType"}:
        named = text(wanted, f"{column}In") or text(wanted, f"{column}Equal") or defaults.get(column)
        if named:
            values = [value.strip() for value in named.split(",")]
            rows = rows.filter(pl.col(column).cast(pl.String).is_in(values))
    return rows


def _page(rows: pl.DataFrame, call: Call, kind: str) -> Params:
    pager = group(call.params, "pager")
    size = max(1, min(LARGEST_PAGE, whole_number(text(pager, "pageSize", str(PAGE)))))
    number = max(1, whole_number(text(pager, "pageIndex", "1")))
    found = rows.head(SEARCH_END).slice((number - 1) * size, size)
    return {"objectType": kind, "objects": found.to_dicts(), "totalCount": rows.height}
