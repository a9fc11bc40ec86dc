"""The prologue of a query: PREFIX and BASE, also as people write them who come from Turtle."""

from graph.asking.outline import Edit, Mend
from graph.asking.stream import Stream
from graph.asking.tokens import Kind, Token
from graph.asking.words import FORMS, PROLOGUE, UPDATES, misspelt


def read_prologue(stream: Stream) -> tuple[list[tuple[str, str]], str]:
    """The prefixes with their namespaces in the order they stand, and the base IRI."""
    prefixes: list[tuple[str, str]] = []
    base = ""
    while (token := stream.peek()).kind is not Kind.END:
        if token.is_word("PREFIX"):
            prefixes += _prefix(stream)
        elif token.is_word("BASE"):
            stream.next()
            base = stream.next().text[1:-1] if stream.peek().kind is Kind.IRI else base
        elif token.kind is Kind.LANGUAGE and token.text.lower() in {"@prefix", "@base"}:
            _turtle(stream, token)
        elif token.kind is Kind.WORD and not token.is_word(*FORMS, *UPDATES):
            meant = misspelt(token.text, PROLOGUE)
            if meant is None:
                break
            stream.misspelt(token, meant)
            stream.replace(meant)
        else:
            break
    return prefixes, base


def _prefix(stream: Stream) -> list[tuple[str, str]]:
    stream.next()
    name = stream.peek()
    if name.kind is Kind.WORD and stream.peek(1).kind is Kind.IRI:
        stream.fault(name, f"After {name.text} a ':' is missing.", Mend("Insert ':'", (Edit(name.end, name.end, ":"),)))
    elif name.kind is not Kind.NAME or not name.text.endswith(":"):
        return []
    stream.next()
    if stream.peek().kind is not Kind.IRI:
        stream.fault(name, f"After PREFIX {name.text} the namespace is missing, as <…>.")
        return []
    return [(name.text.removesuffix(":"), stream.next().text[1:-1])]


def _turtle(stream: Stream, token: Token) -> None:
    word = token.text[1:].upper()
    edits = [Edit(token.start, token.end, word)]
    stream.replace(word)
    dot = next((t for t in stream.tokens[stream.at : stream.at + 4] if t.is_mark(".")), None)
    if dot is not None:
        edits.append(Edit(dot.start, dot.end, ""))
        stream.tokens.remove(dot)
    stream.fault(
        token, f"{token.text} is Turtle; SPARQL writes {word}, without a dot.", Mend(f"Write {word}", tuple(edits))
    )
