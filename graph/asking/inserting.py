"""How a term is written into a person's query: as a CURIE where a prefix fits, with the PREFIX line it may need."""

import re
from collections.abc import Mapping
from typing import Final

from graph.asking.outline import Edit, Outline
from graph.model import BlankNode, Iri, Term
from graph.namespaces import PREFIXES
from graph.queries import written

_LOCAL: Final = re.compile(r"\w(?:[\w-]*\w)?\Z")
_BARE: Final = {
    PREFIXES["xsd"] + "integer": re.compile(r"\d+\Z"),
    PREFIXES["xsd"] + "boolean": re.compile(r"(?:true|false)\Z"),
}


class Hand:
    """The prefixes that a query declares, those that are known beside them, and where a PREFIX line goes."""

    def __init__(self, outline: Outline, known: Mapping[str, str]) -> None:
        self.declared = dict(outline.prefixes)
        self.known = known
        self.top = outline.tokens[0].start if outline.tokens else 0

    def term(self, term: Term) -> tuple[str, tuple[Edit, ...]]:
        """A term as text, with the edits that declare its prefix.

        Raises UnknownName for a blank node, or for an IRI that SPARQL cannot write.
        """
        if isinstance(term, Iri):
            return self._iri(term)
        if isinstance(term, BlankNode) or term.language or term.datatype in {"", PREFIXES["xsd"] + "string"}:
            return written(term).removesuffix(f"^^<{PREFIXES['xsd']}string>"), ()
        if term.datatype in _BARE and _BARE[term.datatype].match(term):
            return str(term), ()
        datatype, edits = self._iri(Iri(term.datatype))
        return f"{written(term).removesuffix(f'^^<{term.datatype}>')}^^{datatype}", edits

    def prefix(self, prefix: str) -> tuple[Edit, ...]:
        """The edits that declare a known prefix, none where it is declared."""
        if prefix in self.declared:
            return ()
        return (Edit(self.top, self.top, f"PREFIX {prefix}: <{self.known[prefix]}>\n"),)

    def _iri(self, iri: Iri) -> tuple[str, tuple[Edit, ...]]:
        for prefixes in (self.declared, self.known):
            fitting = [p for p in prefixes if prefixes[p] and iri.startswith(prefixes[p]) and self._holds(p, prefixes)]
            for prefix in sorted(fitting, key=lambda p: -len(prefixes[p])):
                local = iri[len(prefixes[prefix]) :]
                if _LOCAL.match(local):
                    return f"{prefix}:{local}", self.prefix(prefix)
        return written(iri), ()

    def _holds(self, prefix: str, prefixes: Mapping[str, str]) -> bool:
        """Whether the prefix means that namespace in this query."""
        return self.declared.get(prefix, prefixes[prefix]) == prefixes[prefix]
