"""Tokens read one after the other, with the faults found on the way."""

from collections.abc import Iterable
from typing import Final

from graph.asking.outline import Edit, Fault, Mend
from graph.asking.tokens import Kind, Token

DEEPEST: Final = 60  # brackets within brackets; Python's stack and rdflib's parser bear more, people do not
MOST_FAULTS: Final = 30


class Stream:
    """The tokens of a text without its comments, and a place among them."""

    def __init__(self, text: str, tokens: Iterable[Token]) -> None:
        self.text = text
        self.tokens = [token for token in tokens if token.kind is not Kind.COMMENT]
        self.end = Token(Kind.END, "", len(text), len(text))
        self.at = 0
        self.depth = 0
        self.faults: list[Fault] = []
        self.refusals: list[Token] = []

    def peek(self, ahead: int = 0) -> Token:
        """The token to be read next, or one further on; at the end, the END token."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else self.end

    def next(self) -> Token:
        """Read a token."""
        token = self.peek()
        self.at += token is not self.end
        return token

    @property
    def last(self) -> Token:
        """The token read last; before the first, an empty one at the beginning."""
        return self.tokens[self.at - 1] if self.at else Token(Kind.END, "", 0, 0)

    def replace(self, word: str) -> None:
        """Read on as if the next token were another word."""
        token = self.peek()
        self.tokens[self.at] = Token(Kind.WORD, word, token.start, token.end)

    def skip_brackets(self) -> Token:
        """Read a bracket and everything up to its partner; gives the last token read."""
        depth = 0
        while (token := self.next()).kind is not Kind.END:
            depth += token.is_mark("{", "(", "[") - token.is_mark("}", ")", "]")
            if depth <= 0:
                break
        return self.last

    def same_line(self, one: Token, other: Token) -> bool:
        """Whether no line ends between two tokens."""
        return "\n" not in self.text[one.end : other.start]

    def line(self, offset: int) -> int:
        """The line, from 1, on which a place lies."""
        return self.text.count("\n", 0, offset) + 1

    # ------------------------------------------------------------------ faults
    def fault(self, token: Token, message: str, *mends: Mend) -> None:
        """Note that a token is wrong."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(token.start, token.end, message, mends))

    def misspelt(self, token: Token, meant: str) -> None:
        """Note that a word stands for another."""
        said = f"{token.text} is no word of SPARQL here; {meant} is."
        self.fault(token, said, Mend(f"Write {meant}", (Edit(token.start, token.end, meant),)))

    def unclosed(self, bracket: Token, closing: str) -> None:
        """Note that a bracket should have been closed by now."""
        text = f"\n{closing}" if closing == "}" else closing
        self.fault(
            bracket,
            f"'{closing}' is missing for the '{bracket.text}' of line {self.line(bracket.start)}.",
            Mend(f"Insert '{closing}'", (Edit(self.last.end, self.last.end, text),)),
        )

    def stray(self, token: Token) -> None:
        """Note that a bracket closes nothing, or a sign means nothing where it stands."""
        closes = token.text in {"}", ")", "]"}
        said = f"This '{token.text}' closes nothing." if closes else f"'{token.text}' means nothing here."
        self.fault(token, said, Mend("Take it out", (Edit(token.start, token.end, ""),)))
