"""What was computed of a Dataset, kept beside it: many metrics of one page start from the same table."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from kaltura.dataset import Dataset

T = TypeVar("T")


def once(compute: Callable[[Dataset], T]) -> Callable[[Dataset], T]:
    """Decorator: remember the result for each Dataset and drop it with the Dataset.

    Callers must not change the result.
    """
    results: WeakKeyDictionary[Dataset, T] = WeakKeyDictionary()

    @wraps(compute)
    def kept(ds: Dataset) -> T:
        if ds not in results:
            results[ds] = compute(ds)
        return results[ds]

    return kept
