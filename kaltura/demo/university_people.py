"""The university's people: staff, students, guests, and viewers that Kaltura does not know."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kaltura.demo.account import PEOPLE
from kaltura.demo.university_arrays import Ints
from kaltura.demo.university_ids import digest
from kaltura.demo.university_rooms import DEPARTMENTS, Room

DOMAIN = "university.example"
COURSES_EACH = 2.2  # of a student
HASHED, FIRST_HASHED = 60, 25  # every 60th student is known by a hash alone, from this one on

FIRST = (
    *("Amara", "Anna", "Bilal", "Carlos", "Chen", "Chloé", "Daniel", "Elena", "Emeka", "Fatima", "Finn", "Grace"),
    *("Hanna", "Ibrahim", "Ines", "Jakub", "Jonas", "Kenji", "Leila", "Liam", "Lucía", "Maja", "Marco", "Mei"),
    *("Mónica", "Nadia", "Noah", "Olga", "Omar", "Priya", "Quentin", "Rosa", "Samuel", "Sofia", "Søren", "Tariq"),
    *("Uma", "Viktor", "Wanjiru", "Xin", "Yusuf", "Zoë"),
)
LAST = (
    *("Abebe", "Andersson", "Bauer", "Becker", "Castillo", "Da Silva", "Diallo", "Dubois", "Eriksen", "Fischer"),
    *("García", "Haddad", "Hansen", "Ivanova", "Jansen", "Kamau", "Keller", "Kowalski", "Lefèvre", "Li", "Mbeki"),
    *("Meyer", "Moreau", "Nakamura", "Nguyen", "Novák", "O’Brien", "Okafor", "Papadopoulos", "Patel", "Petrov"),
    *("Quispe", "Rossi", "Santos", "Schmidt", "Singh", "Tanaka", "Ueda", "Virtanen", "Weiß", "Yılmaz", "Zhang"),
)
TYPED = ("Visitor", "iPad", "Alex")  # by viewers without a user ID
# Names as people really type them, and as nobody should have to fear them.
UNUSUAL = (
    "Doe, Jane",
    'Robert "Bob" O\'Neil',
    '"Quoted"',
    "Zoë 🦊 Winter",
    "محمد عبد الله",
    "שרה כהן",
    '<a href="http://names.example">Markup</a>',
    "![](http://names.example/x.png)",
    "=1+1",
    "+49 30 1234567",
    "-2+3",
    "@SUM(A1:A9)",
    "$x$",
    "Line\nBreak",
    "Tab\tStop",
    "A;B",
    "李小龙",
    "👩‍👩‍👧‍👦",
)


@dataclass(frozen=True)
class Population:
    """Everybody, in order: staff (the host of room n is person n), students, guests, anonymous, doubles.

    Each range is [first, last + 1). unusual: students with names to be careful with. doubles: further rows of
    `originals`, the same user_id under another name and type.
    """

    frame: pl.DataFrame
    students: range
    guests: range
    anonymous: range
    unusual: range
    doubles: range
    originals: range


def population(rooms: Sequence[Room], seed: int, rng: np.random.Generator) -> Population:
    """As many people as the rooms need."""
    seats = sum(room.size for room in rooms if room.kind == "class")
    count = max(len(UNUSUAL) + 30, round(seats / COURSES_EACH))
    students = range(len(rooms), len(rooms) + count)
    guests = range(students.stop, students.stop + max(14, count // 3))
    anonymous = range(guests.stop, guests.stop + max(14, count // 6))
    originals = range(guests.start, guests.start + 4)
    named = _named(guests.stop, rng)
    everybody = pl.concat(
        [
            named.head(len(rooms)).with_columns(user_type=pl.lit("Moderator")),
            _students(named.slice(students.start, count), seed),
            _guests(named.slice(guests.start, len(guests)), seed),
            _anonymous(len(anonymous)),
            _guests(named.slice(originals.start, len(originals)), seed).with_columns(
                name=pl.concat_str("name", pl.lit(" (phone)")), user_type=pl.lit("User")
            ),
        ]
    )
    return Population(
        frame=everybody.with_row_index("person").select(pl.col(name).cast(kind) for name, kind in PEOPLE.items()),
        students=students,
        guests=guests,
        anonymous=anonymous,
        unusual=range(students.start, students.start + len(UNUSUAL)),
        doubles=range(anonymous.stop, anonymous.stop + len(originals)),
        originals=originals,
    )


def department_of(students: Ints) -> Ints:
    """A student's home department, by which most of their courses are chosen."""
    return np.asarray(students % len(DEPARTMENTS))


def _named(count: int, rng: np.random.Generator) -> pl.DataFrame:
    first = pl.Series(FIRST).gather(rng.integers(0, len(FIRST), count))
    last = pl.Series(LAST).gather(rng.integers(0, len(LAST), count))
    handle = pl.concat_str(
        pl.col("first").str.to_lowercase(), pl.lit("."), pl.col("number").cast(pl.String)
    ).str.normalize("NFKD")
    handle = handle.str.replace_all(r"[^a-z0-9.]", "")
    return (
        pl.DataFrame({"first": first, "last": last})
        .with_row_index("number", offset=100)
        .select(
            user_id=handle,
            name=pl.concat_str("first", pl.lit(" "), "last"),
            email=pl.concat_str(handle, pl.lit(f"@{DOMAIN}")),
            user_type=pl.lit("User"),
        )
    )


def _students(named: pl.DataFrame, seed: int) -> pl.DataFrame:
    row = pl.int_range(pl.len())
    names = pl.Series([*UNUSUAL, *[None] * (named.height - len(UNUSUAL))], dtype=pl.String)
    hashed = row % HASHED == FIRST_HASHED
    hashes = [digest(f"student {number}", seed)[:32].upper() for number in range(named.height)]
    return named.with_columns(name=pl.coalesce(pl.lit(names), "name")).with_columns(
        user_id=pl.when(hashed).then(pl.lit(pl.Series(hashes))).otherwise("user_id"),
        name=pl.when(~hashed).then("name"),
        email=pl.when(~hashed).then("email"),
    )


def _guests(named: pl.DataFrame, seed: int) -> pl.DataFrame:
    salt = digest("guests", seed)[:4]
    return named.with_columns(
        user_id=pl.concat_str(pl.lit(f"guest-{salt}-"), "user_id"),
        email=pl.when(pl.int_range(pl.len()) % 3 > 0).then(pl.col("email").str.replace(DOMAIN, "mail.example")),
        user_type=pl.lit("Guest"),
    )


def _anonymous(count: int) -> pl.DataFrame:
    """A third of them typed a name, not always their own."""
    names = [TYPED[number // 3 % len(TYPED)] if number % 3 == 0 else None for number in range(count)]
    columns = {"user_id": None, "name": names, "email": None, "user_type": "Guest"}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
