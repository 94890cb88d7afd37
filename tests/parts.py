"""Every address of the dashboard: its pages, and the parts of those that show one at a time."""

from urllib.parse import urlencode

from kaltura.ui.navigation import PAGES

# The page's address → (the key in its address, its parts but for the first, which is open at once).
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "attendance": ("part", ("Who comes back", "User types", "Shared audience")),
    "breakouts": ("part", ("Sessions", "Need a look", "Never joined")),
    "sessions": ("part", ("Rooms",)),
    "people": ("list", ("Borderline", "Roster", "At risk", "Two at once", "Files")),
}
PLACES = tuple("/" if info is PAGES[0] else f"/{info.address}" for info in PAGES)
PLACES_OF_PARTS = tuple(
    f"/{address}?{urlencode({key: part})}" for address, (key, parts) in PARTS.items() for part in parts
)
