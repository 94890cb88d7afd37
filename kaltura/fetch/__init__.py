"""A request → windows → concurrent calls → Dataset, with progress."""

from kaltura.fetch.fetch import fetch
from kaltura.fetch.kept import Kept
from kaltura.fetch.limits import Limits
from kaltura.fetch.progress import Progress

__all__ = ["Kept", "Limits", "Progress", "fetch"]
