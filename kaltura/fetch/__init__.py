"""A request → windows → concurrent calls → Dataset, with progress."""

from kaltura.fetch.fetch import fetch
from kaltura.fetch.limits import Limits
from kaltura.fetch.progress import Progress

__all__ = ["Limits", "Progress", "fetch"]
