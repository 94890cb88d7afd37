"""Numbers with their noun, everywhere the same."""


def plural(number: float, one: str, many: str | None = None) -> str:
    """'1 room', '12 rooms', '1,204 rooms'; many: where it is not one + "s"."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"
