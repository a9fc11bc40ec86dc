"""Word classes: a token's tag is one character, so that a sentence is a string and a rule a regular expression.

    N name    n noun     s plural noun   p pronoun   $ possessive   d determiner   c number   j adjective   r adverb
    v base    z -s form  e past          x past participle          g -ing form    m modal    b be   h have   o do
    t to      i preposition   & conjunction   w who, which, when …  T that         ! not      ' possessive mark
    Q a quotation as a whole     , ; : . ( ) - and other marks stand for themselves

A word's class is the most frequent one of Brill's lexicon (`data/words.txt`), else guessed from its ending; a few
rules of context then correct what the neighbours rule out, as in Brill (1992), "A simple rule-based part of speech
tagger".
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

_CLOSED: Final = {
    "d": "the a an this these those every each another any some no both all either neither such half many several"
    " few most more much",
    "p": "i you he she it we they me him us them himself herself themselves itself myself ourselves yourself someone"
    " anyone everyone nobody somebody everybody anybody nothing something anything everything others",
    "$": "my your his her its our their",
    "i": "of in on at by for with from into onto over under about against between among after before during since"
    " until through throughout near within without across toward towards amid despite beyond behind beside besides"
    " inside outside upon via per along around above below as because although though while whereas unless than"
    " like except regarding concerning including following up out off down away back",
    "&": "and or but nor yet",
    "w": "who whose which whether if whom what when where why how whoever whatever",
    "T": "that",
    "t": "to",
    "m": "will would can could may might must shall should 'll 'd ca wo ’ll ’d cannot",
    "b": "is are was were be been being am 're 'm ’re ’m",
    "h": "has have had having 've ’ve",
    "o": "do does did",
    "!": "not n't n’t never",
    "'": "'s ’s ' ’",
    "c": "one",
    "j": "close",
    "D": "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow mondays tuesdays"
    " wednesdays thursdays fridays saturdays sundays overnight",
    "r": "also however then still even just only already again meanwhile therefore moreover furthermore too now"
    " recently repeatedly previously once ever soon instead often sometimes always earlier later ago thus here there"
    " first finally publicly reportedly long twice so very quite rather almost nearly",
}
_ENDINGS: Final = (
    ("ing", "g"),
    ("ed", "e"),
    ("ly", "r"),
    ("ous", "j"),
    ("ful", "j"),
    ("less", "j"),
    ("able", "j"),
    ("ible", "j"),
    ("ive", "j"),
    ("ical", "j"),
    ("ish", "j"),
    ("ss", "n"),
    ("us", "n"),
    ("is", "n"),
    ("s", "s"),
)
_CONTEXT: Final = tuple(
    (re.compile(pattern), tag)
    for pattern, tag in (
        (r"(?<=[pw])'(?=r?[gx!jd])", "b"),  # he's calling
        (r"(?<=[nsN])'(?=r?g[Td])", "b"),  # the minister's saying that
        (r"(?<=t)[nej](?=[dp$])", "v"),  # to triple the …
        (r"(?<=t)[ne](?=[NTQiwnsjc])", "v"),  # to order reservists
        (r"(?<=N)D(?=[ebhomzv'])", "N"),  # Theresa May said
        (r"(?<=!t)[nej]", "v"),  # not to panic
        (r"(?<=i)v", "n"),  # for comment
        (r"(?<=[exz])z", "s"),  # rejected calls
        (r"(?<=m)[ne]", "v"),  # will order
        (r"(?<=m[r!])[nej]", "v"),
        (r"(?<=o!)[nez]", "v"),  # did not comment
        (r"(?<=p)[s](?=[Tdp$tQwN])", "z"),  # he claims that
        (r"(?<=[hb])e", "x"),  # has denied
        (r"(?<=[hb][r!])e", "x"),
        (r"(?<=[pN)])x(?=[TdpQ$wt])", "e"),  # Smith told the …
        (r"(?<=[dj$'])v(?![TdpQ$tw])", "n"),  # the call
        (r"(?<=[dj$'])z", "s"),  # the reports
    )
)


@cache
def guess(word: str) -> str:
    """The class that a word's ending suggests."""
    if word[0].isdigit():
        return "c"
    if len(word) > 4:
        for ending, tag in _ENDINGS:
            if word.endswith(ending):
                return tag
    return "s" if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else "n"


@cache
def classes() -> dict[str, str]:
    """The class of each word that is not as its ending suggests."""
    found: dict[str, str] = {}
    for line in (files("graph.articles") / "data" / "words.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        tag, *words = line.split()
        found |= dict.fromkeys(words, tag)
    for tag, text in _CLOSED.items():
        found |= dict.fromkeys(text.split(), tag)
    return found


def correct(tags: str) -> str:
    """Tags after the rules of context; as many as before."""
    for pattern, tag in _CONTEXT:
        tags = pattern.sub(tag, tags)
    return tags
