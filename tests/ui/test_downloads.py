"""Files in Streamlit's own storage: two of one name, type and length that differ in one place."""

from collections.abc import Callable

from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from kaltura.ui.downloads import kept_apart

FILES = [b"id,decision\n" * 50_000 + word + b"\nid,decision" * 150_000 for word in (b"Present", b"Partial")]


def kept(typed: Callable[[str], str]) -> list[bytes]:
    """What is answered for each of FILES after both were made."""
    storage = MemoryMediaFileStorage("/media")
    made = [
        storage.load_and_get_id(file, typed("text/csv"), MediaFileKind.DOWNLOADABLE, "gradebook.csv") for file in FILES
    ]
    return [storage.get_file(one).content for one in made]


def test_the_later_of_two_alike_is_not_taken_for_the_one_before() -> None:
    assert kept(kept_apart) == FILES


def test_by_their_type_alone_they_are_taken_for_one() -> None:
    """Else `kept_apart` is no longer needed."""
    assert kept(lambda mime: mime) == [FILES[0], FILES[0]]
