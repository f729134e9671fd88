"""Model values made from JSON that festival itself wrote, several times faster than validating it again.

The text of a snapshot was validated and cleaned before it was written, and a checksum shows that it is the
same. So only the shape is looked at: no key too many and none too few. What JSON cannot hold (instants, dates,
tuples, models) is made as the type hints say; everything else is taken as it stands. Default values are
shared, as everything in a frozen model may be.
"""

import gc
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

_Model = TypeVar("_Model", bound=BaseModel)
_Value = TypeVar("_Value")
_Reader = Callable[[Any], Any]


def thaw(model: type[_Model], data: Mapping[str, Any]) -> _Model:
    """Return the value of `model` that was dumped as JSON without its defaults.

    Raises :class:`ValueError`, :class:`TypeError` or :class:`AttributeError` for data of another shape.
    """
    value: _Model = _model_reader(model)(data)
    return value


def from_json(payload: bytes, thawed: Callable[[Any], _Value]) -> _Value | None:
    """Return what `thawed` makes of the JSON in `payload`, None if that is of another shape."""
    # All that is made here stays; looking for garbage meanwhile costs a third of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return thawed(json.loads(payload))
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    finally:
        if was_enabled:
            gc.enable()


@cache
def _model_reader(model: type[BaseModel]) -> _Reader:
    fields = model.model_fields
    # In the order of the fields, because a dump keeps the order that it finds.
    template = {
        name: None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
        for name, field in fields.items()
    }
    required = frozenset(name for name, field in fields.items() if field.is_required())
    readers = [
        (name, reader) for name, field in fields.items() if (reader := _field_reader(field, template[name]))
    ]

    def read(data: Mapping[str, Any]) -> BaseModel:
        given = data.keys()
        if not required <= given <= template.keys():
            raise ValueError(f"not a {model.__name__}")
        values = template | data  # type: ignore[operator]  # JSON objects are dicts
        for name, reader in readers:
            if name in data:
                values[name] = reader(data[name])
        value = model.__new__(model)
        # The protocol of pickle and copy, which pydantic supports for values that are known to be valid.
        value.__setstate__(
            {
                "__dict__": values,
                "__pydantic_fields_set__": set(given),
                "__pydantic_extra__": None,
                "__pydantic_private__": None,
            }
        )
        return value

    return read


def _field_reader(field: FieldInfo, default: Any) -> _Reader | None:
    reader = _reader(field.annotation)
    if reader is None or field.default_factory is None:
        return reader
    # A dump leaves out a default, but not one that a factory makes: of that it writes what is left, {}.
    return lambda value: reader(value) if value else default


_SCALARS: Final[Mapping[Any, _Reader | None]] = {
    str: None,
    int: None,
    float: None,
    bool: None,
    datetime: datetime.fromisoformat,
    AwareDatetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def _reader(hint: Any) -> _Reader | None:
    """Return what makes a value of type `hint`, None for what JSON holds as it is."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and len(kinds := [one for one in inner if one is not NoneType]) > 1:
        return _one_of(kinds)
    if origin in (Annotated, Union, UnionType):  # a union of a type and None, which a dump leaves out
        return _reader(inner[0])
    if origin is Literal or hint in _SCALARS:
        return _SCALARS.get(hint)
    if origin is tuple:
        item = _reader(inner[0])
        return tuple if item is None else lambda items: tuple(map(item, items))
    if origin is dict:
        entry = _reader(inner[1])
        return (
            None if entry is None else lambda entries: {key: entry(value) for key, value in entries.items()}
        )
    if issubclass(hint, BaseModel):
        return _model_reader(hint)
    raise TypeError(f"there is no way to read {hint} from a snapshot")


def _one_of(kinds: list[type[BaseModel]]) -> _Reader:
    """Return what makes a value of one of several models, which their field ``kind`` tells apart."""
    readers = {kind.model_fields["kind"].default: _model_reader(kind) for kind in kinds}
    return lambda data: readers[data["kind"]](data)
