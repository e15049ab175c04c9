"""The two lists of a record that no vocabulary declares: ``gaps`` and ``reasons``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from jintan_rules.errors import suggestion
from jintan_rules.loading.refusals import RefusedError, shown_name
from jintan_rules.loading.values import read_day, read_id, read_label, read_list_name
from jintan_rules.records.record import Gap, Reason

Shape = TypeVar("Shape", Gap, Reason)

#: The keys of each shape, by the attributes they become.
KEYS: Mapping[type, Mapping[str, str]] = {
    Gap: {"list_name": "list", "start": "from", "end": "to"},
    Reason: {"rule": "rule", "code": "code", "slot": "slot", "on": "on"},
}


def _hook(read: Callable[[Any], object]) -> Callable[[Any, Any], object]:
    return lambda value, _: read(value)


def _converter() -> Converter:
    """Return a converter that reads every attribute by its own reader."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    readers: Mapping[type, Mapping[str, Callable[[Any], object]]] = {
        Gap: {"list_name": read_list_name, "start": read_day, "end": read_day},
        Reason: {"rule": read_label, "code": read_id, "slot": read_label, "on": read_day},
    }
    for shape, reads in readers.items():
        overrides = {
            name: override(rename=KEYS[shape][name], struct_hook=_hook(read))
            for name, read in reads.items()
        }
        converter.register_structure_hook(
            shape,
            make_dict_structure_fn(shape, converter, **overrides),  # type: ignore[arg-type]
        )
    return converter


_CONVERTER = _converter()


def structure(row: Mapping[str, Any], shape: type[Shape]) -> Shape | list[tuple[str, RefusedError]]:
    """Return a gap or reason, or what is wrong with it, key by key."""
    keys = KEYS[shape].values()
    given = {key: value for key, value in row.items() if value is not None or key not in keys}
    try:
        return _CONVERTER.structure(given, shape)
    except ClassValidationError as error:
        return list(_refusals(error, KEYS[shape]))


def _refusals(
    error: ClassValidationError, keys: Mapping[str, str]
) -> Iterator[tuple[str, RefusedError]]:
    noted, others = error.group_exceptions()
    for each, note in noted:
        key = keys[note.name]
        if isinstance(each, RefusedError):
            yield key, each
        else:
            expected = ", ".join(keys.values())
            yield (
                key,
                RefusedError(
                    "JR409", f"the row has no {key!r}", expected=expected, mend=f"give {key!r}"
                ),
            )
    # What bears no note of an attribute is about the row as a whole: keys that are too many.
    for other in cast(list[ForbiddenExtraKeysError], others):
        for name in sorted(shown_name(key) for key in other.extra_fields):
            yield (
                name,
                RefusedError(
                    "JR401",
                    f"{name!r} is not a key of this list",
                    expected=", ".join(keys.values()),
                    mend=suggestion(name, keys.values()),
                ),
            )
