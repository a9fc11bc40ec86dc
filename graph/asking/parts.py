"""A query in parts that can be left out one by one, each as the person wrote it."""

from dataclasses import dataclass
from typing import Final

from graph.asking.outline import Element, Expression, Group, Outline, Pattern, Union, Values

FILTER: Final = "FILTER"


@dataclass(frozen=True)
class Part:
    """A part of a group: its own place, its text as it can stand in another group, and what it is made of.

    `word` is PATTERN, FILTER, BIND, VALUES, UNION, GROUP or the keyword before a group.
    """

    start: int
    end: int
    text: str
    word: str
    element: Element


def parts(text: str, group: Group) -> list[Part]:
    """The parts of a group in the order in which they are joined: filters last, as SPARQL has it."""
    found: list[Part] = []
    before: Pattern | None = None
    for element in group.elements:
        if isinstance(element, Pattern):
            if _in_one_piece(element):
                if before is None or before.block != element.block:
                    found.append(_block(text, group, element))
            else:
                written = " ".join(text[node.start : node.end] for node in element.nodes)
                found.append(Part(_own(element, before), element.end, f"{written} .", "PATTERN", element))
            before = element
        else:
            found.append(Part(element.start, element.end, text[element.start : element.end], _word(element), element))
    return sorted(found, key=lambda part: part.word == FILTER)


def _in_one_piece(pattern: Pattern) -> bool:
    """Whether its subject is in brackets, which make a new node each time they are written."""
    return pattern.subject.tokens[0].is_mark("[", "(")


def _own(pattern: Pattern, before: Pattern | None) -> int:
    """Where a pattern begins that may share its subject, and its predicate, with the one before."""
    if before is None or before.block != pattern.block or len(pattern.nodes) < 3:
        return pattern.start
    return pattern.nodes[2 if before.predicate is pattern.predicate else 1].start


def _block(text: str, group: Group, first: Pattern) -> Part:
    end = max(each.end for each in group.elements if isinstance(each, Pattern) and each.block == first.block)
    return Part(first.block, end, f"{text[first.block : end]} .", "PATTERN", first)


def _word(element: Element) -> str:
    match element:
        case Expression():
            return element.word
        case Values():
            return "VALUES"
        case Union():
            return "UNION"
        case Group():
            return element.word or "GROUP"
    return "PATTERN"


def shown(part: Part) -> str:
    """A part on one line, as it is shown to people."""
    return " ".join(part.text.removesuffix(" .").split())


def joined(chosen: list[Part]) -> str:
    """Parts as the inside of a group."""
    return "\n".join(part.text for part in chosen)


def prologue(text: str, outline: Outline) -> str:
    """The prologue of a query, without comments that would run on."""
    return f"{text[: outline.body]}\n"
