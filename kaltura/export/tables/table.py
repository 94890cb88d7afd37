"""What a derived table is, and what it depends on besides the selection."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from kaltura.dataset import Dataset
from kaltura.metrics.at_risk import Risk
from kaltura.metrics.certificates import REQUIRED_SHARE
from kaltura.metrics.periods import Period
from kaltura.metrics.roster import Roster
from kaltura.metrics.rule import Rule
from kaltura.plural import plural

EVERY_ROW = 1_000_000_000


@dataclass(frozen=True)
class TableOptions:
    """What tables depend on besides the selection.

    period: of tables over time. rule: who counts as Present. risk: who is at risk.
    required_share: part of a room's sessions in which one must be Present for a certificate.
    roster: whom the lists at risk and of certificates are of; None: of everybody seen.
    history: the selection over all dates at hand, for "seen before" and "as usual"; None: the selection alone.
    """

    period: Period = "week"
    rule: Rule = field(default_factory=Rule)
    risk: Risk = field(default_factory=Risk)
    required_share: float = REQUIRED_SHARE
    roster: Roster | None = None
    history: Dataset | None = None

    @property
    def of_whom(self) -> str:
        """Whom the lists at risk and of certificates are of, in words."""
        if self.roster is None:
            return "Of everybody seen"
        return f"Of the {plural(len(self.roster.people), 'person', 'people')} on the roster"


DEFAULT = TableOptions()


@dataclass(frozen=True)
class Table:
    """A derived table.

    stem: its name in file names. title: on screen and on the workbook's sheet (at most 31 characters).
    about: what a row is. build: the table of a Dataset; times are local. personal: whether it names people.
    """

    stem: str
    title: str
    about: str
    build: Callable[[Dataset, TableOptions], pd.DataFrame]
    personal: bool = False
