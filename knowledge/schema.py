"""From YAML to checked models; whatever does not fit is said with what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from knowledge.reading import Part, Place, Problem
from knowledge.suggesting import did_you_mean, nearest

T_co = TypeVar("T_co", covariant=True)
_QUOTED = re.compile("'([^']*)'")


class Yaml(BaseModel):
    """A map in YAML: no other keys than its own, texts without blanks around them."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A thing of the knowledge, and where it is written."""

    value: T_co
    part: Part


def _day(given: object) -> date:
    """Return the day that *given* names; raises ValueError with what to write."""
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise ValueError(f"'{given}' is no day: write it as 2026-11-25") from None


Text = Annotated[str, StringConstraints(min_length=1)]
Texts = tuple[Text, ...]
Id = Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Day = Annotated[date, BeforeValidator(_day)]
Model = TypeVar("Model", bound=Yaml)


def parse(part: Part, model: type[Model], problems: list[Problem]) -> Model | None:
    """Return *part* as *model*; if it does not fit, None, and *problems* grow by the reasons."""
    try:
        return model.model_validate(part.data)
    except ValidationError as error:
        problems.extend(_problems(part, model, error.errors(include_url=False)))
    return None


def _problems(part: Part, model: type[Yaml], errors: list[ErrorDetails]) -> Iterator[Problem]:
    """Yield what is wrong, a misspelt key once: not as unknown and as missing too."""
    meant: set[Place] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *around, key = error["loc"]
            known = _keys(model, tuple(around))
            meant.add((*around, nearest(str(key), known)))
            advice = did_you_mean(str(key), known) or f"; known here: {', '.join(known)}"
            yield part.problem(f"unknown key '{key}'{advice}", *error["loc"])
    inside = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    for error in errors:
        # A list whose only member is wrong is called empty as well: the member says enough.
        empty = error["type"] == "too_short" and error["loc"] in inside
        if error["type"] != "extra_forbidden" and error["loc"] not in meant and not empty:
            place = tuple(each for each in error["loc"] if each != "[key]")
            yield part.problem(_text(error), *place)


def _text(error: ErrorDetails) -> str:
    """Return one error in plain English, with what to write instead."""
    name, given = _name(error["loc"]), error["input"]
    match error["type"]:
        case "missing":
            return f"{name} is missing: add it"
        case "enum" | "literal_error":
            allowed = _QUOTED.findall(str(error.get("ctx", {}).get("expected", "")))
            advice = did_you_mean(str(given), allowed)
            return f"{name} cannot be '{given}'{advice or ':'} write one of: {', '.join(allowed)}"
        case "string_type" if given is not None:
            return f"{name} must be a text, not a list or map"
        case "string_type" | "string_too_short":
            return f"{name} is empty: write a text or leave the key out"
        case kind:
            return f"{name}: {_SHORTLY.get(kind) or error['msg'].removeprefix('Value error, ')}"


_SHORTLY = {
    "tuple_type": "write a list, for example [a, b], or [] for none",
    "too_short": "the list is empty: write at least one",
    "dict_type": "write keys with values below it",
    "model_type": "write keys with values below it",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "string_pattern_mismatch": "write small letters and digits, with - between words",
    "string_too_long": "write at most 50 letters",
}


def _name(place: Place) -> str:
    """Return how a person would call *place*."""
    *around, last = [each for each in place if each != "[key]"] or ["this part"]
    if isinstance(last, str):
        return f"'{last}'" if place else last
    return f"entry {last + 1} of {_name(tuple(around))}"


def _keys(model: type[Yaml], place: Place) -> list[str]:
    """Return the keys that are known at *place* in *model*."""
    for key in place:
        fields = {each.alias or name: each for name, each in model.model_fields.items()}
        if key in fields:
            model = next(_models(fields[str(key)].annotation), model)
    return [each.alias or name for name, each in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[Yaml]]:  # noqa: ANN401 - annotations have no type
    """Yield the models within *annotation*."""
    if isinstance(annotation, type) and issubclass(annotation, Yaml):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
