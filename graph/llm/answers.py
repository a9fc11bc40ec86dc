"""What the model answered, as data: JSON found in its text, and each statement checked for itself."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import from_json

Act = Literal["claim", "deny", "report", "order", "promise", "call", "announce", "opinion", "welcome", "accuse"]
_MOST: Final = 200  # statements in one answer; a window of text holds fewer
_THOUGHTS: Final = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_FENCED: Final = re.compile(r"```(?:json)?\s*(.*?)(?:```|\Z)", re.DOTALL)


class Quoted(BaseModel):
    """One statement as the model gives it: words that it says are the article's."""

    paragraph: int | None = None
    source: str | None = None
    hearer: str | None = None
    cue: str
    content: Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
    act: Act
    negated: bool = False


class _Statements(BaseModel):
    statements: list[Quoted]


@dataclass(frozen=True, slots=True)
class Answer:
    """The statements of an answer that have the form asked for, and how many have not."""

    statements: tuple[Quoted, ...]
    misshapen: int


class Unreadable(Exception):
    """No JSON of the form asked for was found; the text says what was wrong, in words of ours."""


def schema() -> dict[str, Any]:
    """The JSON schema of an answer, in the strict form that servers want: every property required, none added."""
    result = _Statements.model_json_schema()
    for part in (result, *result["$defs"].values()):
        part["required"] = [*part["properties"]]
        part["additionalProperties"] = False
        part.pop("description", None)
        for each in part["properties"].values():
            each.pop("default", None)
    return result


def read(text: str, *, whole: bool = True) -> Answer:
    """Read an answer; where it was cut short (`whole` false), the statements before the cut.

    Raises Unreadable where it is not in the form asked for.
    """
    body = _THOUGHTS.sub("", text)
    found = _statements(body, whole)
    good: list[Quoted] = []
    fault = ""
    for each in found[:_MOST]:
        try:
            good.append(Quoted.model_validate(each))
        except ValidationError as error:
            fault = fault or "; ".join(
                f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)[:3]
            )
    if found and not good and whole:
        raise Unreadable(f"no statement has the form asked for ({fault[:300]}).")
    return Answer(tuple(good), len(found) - len(good))


def _statements(body: str, whole: bool) -> list[Any]:
    """The list of statements in a text: all of it, what it fences, or what its outermost braces hold."""
    first, last = body.find("{"), body.rfind("}")
    tried = [body, *(match[1] for match in _FENCED.finditer(body))]
    if first >= 0:
        tried.append(body[first : last + 1] if whole else body[first:])
    for each in tried:
        try:
            data = from_json(each.strip(), allow_partial=not whole)
        except ValueError:
            continue
        if isinstance(data, dict) and isinstance(data.get("statements"), list):
            return list(data["statements"])
        if isinstance(data, list) and all(isinstance(item, dict) for item in data):
            return data
    raise Unreadable("it is no JSON object with a list “statements”.")
