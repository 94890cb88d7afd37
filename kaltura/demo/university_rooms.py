"""The university's rooms: what is taught where, when, to how many."""

import math
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["class", "office", "workshop", "event", "meeting", "night", "study", "dormant"]

WEEKS = 26
FIRST_TERM = range(11)
SECOND_TERM = range(13, WEEKS)
TERM_WEEKS = (*FIRST_TERM, *SECOND_TERM)
GROUPS = 4  # breakout rooms of a workshop
SMALLEST, SMALLEST_WORKSHOP = 4, 26  # people on a room's list at any scale; fewer cannot be split in four
READY, AS_CREATED = 2, 7


@dataclass(frozen=True)
class Slot:
    """A weekly time, local: weekday 0 is Monday. weeks: those of the 26 in which it is held."""

    weekday: int
    hour: float
    minutes: int
    weeks: tuple[int, ...] = TERM_WEEKS


@dataclass(frozen=True)
class Room:
    """A main room.

    size: people on its list. turnout: share of them that comes at first. decline: of turnout, lost over a term.
    falls_in: week from which few come any more. guests, anonymous: how many more of these, as a share of size.
    groups: its breakout rooms. events: numbers of the virtual events it belongs to.
    """

    name: str
    kind: Kind
    slots: tuple[Slot, ...] = ()
    size: int = 0
    turnout: float = 0.9
    decline: float = 0.3
    falls_in: int = WEEKS
    guests: float = 0.04
    anonymous: float = 0.02
    groups: int = 0
    events: tuple[int, ...] = ()
    department: int = 0
    status: int = READY


NAMES_CLASS = "Languages 110 – Names of the world"  # everybody with an unusual name is on its list
CLASSES = (
    ("Biology 101 – Cell biology", "Biology 220 – Genetics, heredity and society", "Biology 315 – Marine ecology"),
    ("Physics 110 – Mechanics", "Physics 240 – Waves & optics", "Physics 330 – Quantum mechanics I"),
    ("History 105 – The ancient world", 'History 212 – "The long 19th century"', "History 301 – Oral history, methods"),
    ("Mathematics 120 – Linear algebra", "Mathematics 205 – Topology", "Mathematics 310 – Solving $x$ and $y$"),
    (
        "Computer Science 102 – Programming",
        "Computer Science 230 – Compilers",
        "Computer Science 340 – <b>HTML</b> and the web",
    ),
    ("Law 100 – Foundations of law", 'Law 210 – Contracts, "torts" and remedies', "Law 320 – European law"),
    ("Medicine 101 – Anatomy", "Medicine 225 – Pharmacology", "Medicine 330 – Ethics at the bedside 🩺"),
    (NAMES_CLASS, "Languages 130 – العربية للمبتدئين", "Languages 240 – 日本語 II"),
)
DEPARTMENTS = tuple(names[0].split(" 1")[0] for names in CLASSES)
SIZES = (64, 42, 30, 36, 58, 28, 20, 48, 34)
HOURS = (9, 10, 11, 13, 14, 15, 16, 18)
# Where attendance falls off, as something to find: room number → week.
FALLS = {4: 21, 10: 19, 17: 22}

EVENT_NAMES = ("Open Day", "Research Symposium", "Alumni Homecoming")

LABORATORY = "Physics 115 – Laboratory"
DROP_IN = "Students’ union – Drop-in"
HALL_SCREEN = "Library – Exhibition hall screen"

SPECIAL_ROOMS = (
    Room(
        "Open Day – Main stage",
        "event",
        (Slot(5, 10, 90, (16,)), Slot(5, 13, 60, (16,))),
        150,
        guests=0.8,
        anonymous=0.4,
        events=(0,),
    ),
    Room("Open Day – Ask a student, ask a teacher", "event", (Slot(5, 15, 60, (16,)),), 60, guests=0.8, events=(0,)),
    Room(
        "Symposium – Plenary", "event", (Slot(3, 9, 120, (20,)), Slot(4, 9, 120, (20,))), 120, guests=0.4, events=(1,)
    ),
    Room(
        "Symposium – Poster discussion",
        "event",
        (Slot(3, 13, 90, (20,)), Slot(4, 13, 90, (20,))),
        60,
        guests=0.3,
        groups=GROUPS,
        events=(1,),
    ),
    Room("Alumni keynote", "event", (Slot(4, 17, 75, (20,)),), 90, guests=0.9, anonymous=0.3, events=(1, 2)),
    Room("Alumni – Reunion hall", "event", (Slot(5, 18, 150, (20,)),), 70, guests=0.9, events=(2,)),
    Room("Physics 380 – Night sky observation", "night", (Slot(2, 22, 200),), 16, department=1),
    Room(LABORATORY, "class", (Slot(3, 15, 120),), 20, department=1),
    Room(
        "Library – Quiet study room", "study", tuple(Slot(d, 12, 180, tuple(range(WEEKS))) for d in range(5)), 14, 0.35
    ),
    Room("Faculty council (staff only)", "meeting", (Slot(0, 16, 75),), 12, 0.8, 0.1, guests=0),
    Room("=1+1 tutoring", "class", (Slot(4, 13, 60),), 9, department=3),
    Room(DROP_IN, "study"),
    Room(HALL_SCREEN, "study"),
    Room("History 99 – Pilot seminar", "dormant", (Slot(1, 17, 60, (0, 1, 2)),), 10, department=2),
    Room("Medicine 900 – Simulation suite", "dormant", department=6, status=AS_CREATED),
)


def catalogue(scale: float) -> list[Room]:
    """The main rooms: about 40 at scale 1; above it more sections of each course, and more people in each."""
    sections = max(1, round(math.sqrt(scale)))
    weekly = [room for number in range(sections) for room in _section(number)]
    wider = scale / sections
    return [_sized(room, wider) for room in weekly] + [_sized(room, scale) for room in SPECIAL_ROOMS]


def _section(number: int) -> list[Room]:
    rooms = [_class(department, place) for department in range(len(CLASSES)) for place in range(3)]
    rooms += [_workshop(department) for department in (0, 2, 4, 5, 6)]
    rooms += [_office(department) for department in range(0, len(CLASSES), 2)]
    if not number:
        return rooms
    return [replace(room, name=f"{room.name} (section {number + 1})", falls_in=WEEKS) for room in rooms]


def _class(department: int, place: int) -> Room:
    number = 3 * department + place
    slot = Slot((number * 2 + place) % 5, HOURS[(number * 5) % len(HOURS)], 90 if number % 3 else 60)
    return Room(
        CLASSES[department][place],
        "class",
        (slot,),
        SIZES[number % len(SIZES)],
        decline=0.15 + 0.05 * (number % 7),
        falls_in=FALLS.get(number, WEEKS),
        department=department,
        status=AS_CREATED if number % 4 == 3 else READY,
    )


def _workshop(department: int) -> Room:
    slot = Slot((department + 1) % 5, 11 + department % 4, 100)
    name = f"{DEPARTMENTS[department]} – Workshop in small groups"
    return Room(name, "workshop", (slot,), 42, 0.88, 0.2, groups=GROUPS, department=department)


def _office(department: int) -> Room:
    slot = Slot((department + 3) % 5, 16, 45)
    name = f"{DEPARTMENTS[department]} – Office hours"
    return Room(name, "office", (slot,), 14, 0.3, -0.2, department=department, guests=0)


def _sized(room: Room, factor: float) -> Room:
    if not room.size or room.kind in {"dormant", "office", "meeting"}:
        return room
    smallest = SMALLEST_WORKSHOP if room.groups else SMALLEST
    return replace(room, size=max(smallest, round(room.size * factor)))
