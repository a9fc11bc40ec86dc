"""A sentence as rules see it: tokens with one-character tags, each quotation folded into one token."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.articles import words
from graph.articles.quotes import pair
from graph.articles.text import Paragraph

_TOKEN: Final = re.compile(
    r"(?P<plain>[a-z]+(?=[ ,]))"  # most tokens, and a word in every respect
    r"|(?P<abbr>(?:[A-Za-z]\.){2,}|[A-Z](?:\.(?=\s?[A-Z])|-[A-Z][a-z]*\.(?:[A-Z]\.)*))"
    r"|(?P<word>[^\W\d_](?:['’][^\W\d_]{2})?\w*(?:[-‑]\w+)*(?:(?<=n)['’]t\b)?)"
    r"|(?P<clitic>['’](?:s|re|ve|d|ll|m)\b|['’](?=\s))"
    r"|(?P<number>\d{1,2}:\d\d|[$€£¥]?\d[\d.,]*\d(?:%|[a-z]{1,2})?|[$€£¥]?\d(?:%|st|nd|rd|th)?)"
    r"|(?P<dots>\.{2,}|…)|(?P<dash>--+|[—–―])|(?P<mark>[^\w\s])|(?P<other>\w+)"
)
_ABBREVIATIONS: Final = frozenset(
    """Mr Mrs Ms Dr Sen Rep Reps Sens Gov Gen Lt Col Sgt Prof St Jr Sr Capt Cmdr Maj Rev Hon No vs Inc Co Corp Ltd Jan
    Feb Mar Apr Aug Sept Sep Oct Nov Dec Calif Fla Mass Ky Nev Ariz Ga Va Md Wis Mich Minn Pa Conn Ala Tenn Colo Wash
    Ore Ill Tex Okla etc approx dept est""".split()  # noqa: SIM905
)
_QUOTES: Final = "“”„‟«»\"″'’‘`‚‹› \u00a0"
_KINDS: Final = {"abbr": "N", "number": "c", "other": "n", "dots": ":", "dash": "-"}
_STOPS: Final = ".!?…"
_MARKS: Final = {"!": ".", "?": ".", "…": ":", "—": "-", "–": "-", "―": "-", "[": "(", "]": ")", "&": "&", "/": "/"}
_MONTHS: Final = frozenset(
    """January February March April May June July August September October November December""".split()  # noqa: SIM905
)
_CLOSED_AFTER_ABBREVIATION: Final = frozenset("dpwri&")
_SHORT_REPORT: Final = re.compile(r"[dnNsjcp$]{1,6}[ez][^.]{0,30}(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first to last of a paragraph: their tags as one string, their places, their words in lower case."""

    tags: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    heading: bool

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The code points of tokens first to last, last exclusive."""
        return self.starts[first], self.ends[last - 1]


def sentences(text: str, paragraph: Paragraph) -> list[Sentence]:
    """The sentences of a paragraph; a quotation is one token, Q, or q where it is a word or three within a clause."""
    tokens = list(_tokens(text, paragraph))
    if not tokens:
        return []
    title = paragraph.kind != "body" or _title_case(tokens)
    known = words.classes()
    raw = [
        _word_tag(low, word, title, known.get(low)) if kind == "word" else _mark_tag(low, word, kind, known)
        for _, _, low, word, kind in tokens
    ]
    if not title:
        _lower_first(tokens, raw, known)
    tags = words.correct("".join(raw))
    found, first = [], 0
    for index in range(len(tokens)):
        may_end = tags[index] in ".Q" or tokens[index][4] == "abbr"
        if index + 1 == len(tokens) or (may_end and _breaks(tokens, tags, index)):
            starts, ends, lows, _, _ = zip(*tokens[first : index + 1], strict=True)
            found.append(Sentence(tags[first : index + 1], starts, ends, lows, paragraph.kind != "body"))
            first = index + 1
    return found


_Token = tuple[int, int, str, str, str]  # start, end, lower-case word, word, kind


def _tokens(text: str, paragraph: Paragraph) -> Iterator[_Token]:
    at = paragraph.start
    for start, end in [*pair(text, paragraph.start, paragraph.end), (paragraph.end, paragraph.end)]:
        stop = -1
        for match in _TOKEN.finditer(text, at, start):
            first, last = match.span()
            if first == stop:
                continue  # the full stop of an abbreviation
            word, kind = match[0], match.lastgroup or ""
            if kind == "plain":
                yield first, last, word, word, "word"
                continue
            if kind == "word" and word in _ABBREVIATIONS and text[last : last + 1] == ".":
                word, stop, last, kind = word + ".", last, last + 1, "abbr"
            low = word.lower()
            if kind == "word" and ("'" in word or "’" in word):
                low = low.replace("’", "'")
                if low.endswith("n't") and low != "n't":
                    yield first, last - 3, low[:-3], word[:-3], kind
                    yield last - 3, last, low[-3:], word[-3:], kind
                    continue
            elif kind == "clitic":
                low = low.replace("’", "'")
            yield first, last, low, word, kind
        if end > start:
            yield start, end, "", text[start:end], "quote"
        at = end


def _lower_first(tokens: list[_Token], tags: list[str], classes: dict[str, str]) -> None:
    """A sentence's first word is no name because of its capital, where the lexicon knows it as an ordinary word."""
    for index in range(len(tokens) - 1):
        if tags[index] != "N" or tokens[index][4] != "word" or (index and tags[index - 1] not in ".Q:-"):
            continue
        word = tokens[index][2]
        known = classes.get(word) or words.guess(word)
        following = tags[index + 1]
        if (
            (known == "s" and following != "N")
            or (word in classes and known == "n" and following != "N")
            or (known in "gxjr" and following not in "evzmbhoN")
        ):
            tags[index] = known


def _title_case(tokens: list[_Token]) -> bool:
    letters = [t[3] for t in tokens if t[4] == "word" and len(t[3]) > 3]
    return len(letters) > 3 and sum(w[0].isupper() for w in letters) > 0.8 * len(letters)


def _mark_tag(low: str, word: str, kind: str, classes: dict[str, str]) -> str:
    if kind == "quote":
        return _quote_tag(word.strip(_QUOTES))
    if kind == "clitic":
        return classes.get(low, "'")
    return _KINDS.get(kind) or _MARKS.get(word, word)


def _word_tag(low: str, word: str, title: bool, known: str | None) -> str:
    if not word[0].isupper():
        return known or words.guess(low)
    if known and word.isupper() and len(word) > 1 and known in "pDidr" and not title:
        return "N"  # US, IT, USA TODAY
    if known == "D" or word in _MONTHS:
        return "D"
    if not title and (known is None or known in "nsjvzexg"):
        return "N"
    if title and known is None and words.guess(low) in "ns":
        return "N"
    return known or words.guess(low)


def _quote_tag(inside: str) -> str:
    """Q for speech, q for a word or three within a clause and for titles, a mark for nothing between the marks."""
    if not inside:
        return ":"
    return "Q" if (inside.count(" ") > 3 or inside[-1] in ",.!?…") and not _is_title(inside) else "q"


def _is_title(inside: str) -> bool:
    """Whether quoted words name a work: every longer word has a capital, and no mark ends a sentence."""
    longer = [word for word in inside.split() if len(word) > 3]
    return len(longer) > 1 and inside[-1:] not in ",.!?…" and all(word[0].isupper() for word in longer)


def _breaks(tokens: list[_Token], tags: str, index: int) -> bool:
    """Whether a sentence ends with this token."""
    tag, following = tags[index], tokens[index + 1]
    starts_anew = following[3][:1].isupper() or following[4] == "quote" or following[3][:1].isdigit()
    if tag == ".":
        return following[3] not in {")", "]"}
    if tag == "Q":
        inside = tokens[index][3].rstrip(_QUOTES)
        if not starts_anew or not inside or inside[-1] not in _STOPS or following[0] == tokens[index][1]:
            return False
        if following[4] == "quote":
            return True
        return inside[-1] == "." or not _reports(tags, index + 1)
    if tokens[index][4] == "abbr" and len(tokens[index][3]) > 3:
        return following[3][:1].isupper() and tags[index + 1] in _CLOSED_AFTER_ABBREVIATION
    return False


def _reports(tags: str, first: int) -> bool:
    """Whether a short clause with a verb follows, as after “Why?” in “Why?” the minister asked."""
    return _SHORT_REPORT.match(tags, first) is not None
