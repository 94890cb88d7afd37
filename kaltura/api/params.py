"""The `params` field of a report call: `key=value;key=value`.

The server splits on ";", trims, splits each pair at its first "=", and lists at ",". There is no escape,
so a value with a separator cannot be asked for and is refused here instead of asking for something else.
"""

from collections.abc import Mapping, Sequence

from kaltura.api.errors import UsageError

ParamValue = str | int | Sequence[str]

_OF_USERS = "Check the ID; or fetch everybody, and the person is among them."  # their IDs may look like anything


def params_text(params: Mapping[str, ParamValue]) -> str:
    """The field's text. Sequences become lists; empty values are left out. Raises UsageError."""
    pairs = ((key, _value(key, value)) for key, value in params.items())
    return ";".join(f"{_safe(key, key, ';=')}={value}" for key, value in pairs if value)


def _value(key: str, value: ParamValue) -> str:
    if isinstance(value, str | int):
        return _safe(key, str(value), ";")
    return ",".join(_safe(key, item, ";,") for item in value if item.strip())


def _safe(key: str, text: str, separators: str) -> str:
    if any(character in text for character in separators) or not text.isprintable():
        shown = f"“{text}”" if text.isprintable() else repr(text)
        raise UsageError(
            f"{shown} in {key} holds a separator or a control character, and Kaltura has no way to ask for it.",
            _OF_USERS if key in ("users", "user_ids") else "Check the ID; IDs in Kaltura look like 1_ab12cd34.",
        )
    return text.strip()
