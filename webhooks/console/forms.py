"""What a form brings: the fields as they were typed, and what is wrong with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.staff import console_words as words
from bot.staff.refusal import Say

Fields = Mapping[str, tuple[str, ...]]
Model = TypeVar("Model", bound=BaseModel)

_URLENCODED = "application/x-www-form-urlencoded"
_MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """What was *typed* into a form, and by its name what is wrong with a field."""

    typed: Fields = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """Return what stands in the field *name*; *default* where no form was sent."""
        return (self.typed.get(name) or ("" if self.typed else default,))[-1]

    def values(self, name: str, default: Sequence[str] = ()) -> Sequence[str]:
        """Return what was chosen in the field *name* where several may be."""
        return self.typed.get(name, ()) if self.typed else default

    def error(self, name: str) -> str:
        """Return what is wrong with the field *name*, "" when nothing is."""
        return self.errors.get(name, "")


EMPTY = Form()


class Incomplete(Exception):
    """Stop an act whose form has to be shown again, with what was typed and what is wrong."""

    def __init__(self, form: Form) -> None:
        super().__init__("a form is to be filled in again")
        self.form = form


async def fields_of(request: Request) -> Fields:
    """Return the fields that a request brings; raises HTTPException when they cannot be read."""
    if request.method != "POST":
        return {}
    if not request.headers.get("content-type", _URLENCODED).startswith(_URLENCODED):
        raise HTTPException(415)
    text = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        # No database keeps NUL; browsers send each end of a line as two characters.
        found[name] = (*found.get(name, ()), value.replace("\0", "").replace("\r\n", "\n"))
    return found


def typed_of(fields: Fields) -> Fields:
    """Return those of *fields* that are the form's own: names of ours begin with _."""
    return {name: values for name, values in fields.items() if not name.startswith("_")}


def read(model: type[Model], fields: Fields, say: Say) -> Model:
    """Return *fields* as *model*; an empty field counts as not filled in.

    Raises Incomplete with a sentence beside each field.
    """
    typed = typed_of(fields)
    try:
        return model.model_validate(_given(model, typed))
    except ValidationError as error:
        wrong = {
            str(each["loc"][0]): _sentence(each, say) for each in error.errors() if each["loc"]
        }
        raise Incomplete(Form(typed, wrong)) from None


def _given(model: type[BaseModel], typed: Fields) -> dict[str, object]:
    """Return what was *typed* as *model* takes it: several values where it takes several."""
    given: dict[str, object] = {}
    for name, each in model.model_fields.items():
        values = tuple(value for value in typed.get(name, ()) if value.strip())
        several = get_origin(each.annotation) in {list, tuple, set, frozenset}
        if values:
            given[name] = values if several else values[-1]
    return given


def _sentence(error: ErrorDetails, say: Say) -> str:
    """Return what is wrong in words; a ValueError of a model's own is its sentence."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return say(words.FIELD_WANTED)
        case "string_too_short":
            return say(words.FIELD_SHORT, paling=limits["min_length"])
        case "string_too_long":
            return say(words.FIELD_LONG, paling=limits["max_length"])
        case "value_error":
            return str(limits["error"])
    return say(words.FIELD_UNUSABLE)
