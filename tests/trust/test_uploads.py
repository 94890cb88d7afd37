"""Files that people upload, broken in every way: a sentence at most, and no row lost unreported."""

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaltura.reports.columns import Report, column_names
from tests.fuzz.seeds import PIECES, seeds
from tests.fuzz.targets import files, roster
from tests.reports.bodies import BOM, attendee, breakout, room

patient = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])

_ROWS = [*(row() for row in (room, attendee, breakout)), *(column_names(report) for report in Report)]
pieces = st.sampled_from([*";,\t\n", *PIECES, *(",".join(row) + "\n" for row in _ROWS)])
texts = st.lists(pieces | st.text(max_size=4), max_size=25).map("".join)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


@cache
def whole(target: str) -> list[bytes]:
    return list(seeds(target))


@st.composite
def broken(draw: st.DrawFn, target: str) -> bytes:
    """A good file with some bytes changed, left out or repeated."""
    data = bytearray(draw(st.sampled_from(whole(target))))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 40))
        data[at : at + length] = draw(st.binary(max_size=8) | st.just(bytes(data[at : at + length] * 2)))
    return bytes(data)


@patient
@given(st.lists(st.tuples(texts, encodings), min_size=1, max_size=4))
def test_files_made_of_pieces(parts: list[tuple[str, str]]) -> None:
    headed = [text if number % 2 else ",".join(column_names(Report.ATTENDEES)) + "\n" + text
              for number, (text, _) in enumerate(parts)]  # fmt: skip
    files(b"\0FILE\0".join(text.encode(code, "replace") for text, (_, code) in zip(headed, parts, strict=True)))


@patient
@given(broken("files"))
def test_files_with_damage(data: bytes) -> None:
    files(data)
    files(BOM + data)


@patient
@given(broken("roster"))
def test_rosters_and_workbooks_with_damage(data: bytes) -> None:
    roster(data)


@patient
@given(texts, encodings)
def test_rosters_made_of_pieces(text: str, encoding: str) -> None:
    roster(("user_id,email\n" + text).encode(encoding, "replace"))
    roster(text.encode(encoding, "replace"))
