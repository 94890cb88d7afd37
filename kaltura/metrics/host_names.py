"""What hosts are called: reports 6000 and 6002 give their user IDs, report 6001 the names of those who attended."""

import narwhals as nw
import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.kept import once
from kaltura.metrics.shown_names import shown_names
from kaltura.metrics.tables import attendances, collected, sessions


def with_host_names(ds: Dataset, table: pd.DataFrame) -> pd.DataFrame:
    """The table with host_name right of its `host`: see `host_names`; a host who is not there keeps their ID."""
    named = host_names(ds)
    names = pd.Series([named.get(host, host) for host in table["host"]], index=table.index, dtype="str")
    columns = list(table.columns)
    columns.insert(columns.index("host") + 1, "host_name")
    return table.assign(host_name=names)[columns]


@once
def host_names(ds: Dataset) -> dict[str, str]:
    """Host's user ID → name, of hosts who are among the attendees; namesakes carry their ID."""
    held = collected(sessions(ds).select("host").unique())["host"].dropna()
    rows = attendances(ds).filter(nw.col("user_id").is_in(held.tolist()))
    found = collected(rows.group_by("user_id").agg(nw.col("user_name").max()))
    return dict(zip(found["user_id"], shown_names(found), strict=True))
