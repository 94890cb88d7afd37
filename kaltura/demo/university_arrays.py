"""The university's sessions and stays as columns, while it is being made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Arrays of one length, a row across them."""

    def where(self, rows: Bools | Ints) -> Self:
        """The rows of a mask or of row numbers."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The parts one after the other."""
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})


@dataclass(frozen=True)
class Sessions(Columns):
    """room: its number. start, end: Unix seconds. begins: when it was announced for. host: a person.

    week: 0 to 25. turnout: factor on how many come. distraction: factor on how much they look away.
    """

    room: Ints
    start: Ints
    begins: Ints
    end: Ints
    host: Ints
    week: Ints
    turnout: Floats
    distraction: Floats

    def __len__(self) -> int:
        """How many sessions."""
        return len(self.room)


@dataclass(frozen=True)
class Stays(Columns):
    """Somebody in a session without a break. rate: the engaged part of it, 0 to 1."""

    session: Ints
    person: Ints
    start: Ints
    end: Ints
    rate: Floats
