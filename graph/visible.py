"""Signs that nobody sees, made visible: what turns words round, hides between letters, or steers a terminal.

Text from data keeps every such sign where it is stored and exported; `visible` is for the moment it is shown.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final

# Default_Ignorable_Code_Point (Unicode 15.0, DerivedCoreProperties.txt), the line and paragraph separators, interlinear
# annotation, controls but tab and line ends, and what is no character: noncharacters and lone surrogates.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NON_JOINER, _JOINER, _BLACK_FLAG = "\u200c", "\u200d", "\U0001f3f4"
_VIRAMA: Final = 9  # the canonical combining class of the signs that bind consonants in the scripts of India
_FLAG: Final = re.compile(f"{_BLACK_FLAG}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{2,6}}\U000e007f")


def visible(text: str, start: int = 0, end: int | None = None) -> str:
    """The text, or a part of it judged in its surroundings, with each unseen sign as its code point, ``⟨U+202E⟩``.

    The joiners that Persian, Arabic, the scripts of India and emoji are written with stay where they belong (after RFC
    5892, appendix A, and Unicode TS 51), and so do one variation selector after a sign that can have some, Mongolian's
    own after its letters, and the tags of a flag.
    """
    part = text[start:end]
    if (part.isascii() and part.isprintable()) or not _UNSEEN.search(part):
        return part
    kept = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}

    def shown(found: re.Match[str]) -> str:
        at = start + found.start()
        return found[0] if at in kept or _belongs(text, at) else f"⟨U+{ord(found[0]):04X}⟩"

    return _UNSEEN.sub(shown, part)


def visible_within(data: Any, *, but: Collection[str] = ()) -> Any:
    """The same lists and dictionaries with every text in them visible, but what stands under the names in `but`.

    Those are ids, which are looked up and not shown, and texts that a person types.
    """
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, Mapping):
        return {key: value if key in but else visible_within(value, but=but) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [visible_within(each, but=but) for each in data]
    return data


def _belongs(text: str, at: int) -> bool:
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in {_JOINER, _NON_JOINER}:
        return _joins_letters(text, at) or (sign == _JOINER and _is_picture(_base(text, at)) and _is_picture(after))
    if "\ufe00" <= sign <= "\ufe0f":
        return bool(before) and (before in "#*0123456789" if before.isascii() else _takes_variants(before))
    if "\U000e0100" <= sign <= "\U000e01ef":
        return "CJK" in unicodedata.name(before or " ", "")
    if "\u180b" <= sign <= "\u180f":
        return "\u1820" <= before <= "\u18aa"
    return False


def _joins_letters(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before and unicodedata.combining(before) == _VIRAMA:
        return True
    if after and unicodedata.combining(after) == _VIRAMA:  # as in Bengali's ya-phalaa after ra
        return unicodedata.category(before or " ") in {"Lo", "Mc", "Mn"}
    joined = _is_cursive(_base(text, at))
    return joined and (_is_cursive(after) or (text[at] == _JOINER and not after.isalpha()))


def _base(text: str, at: int) -> str:
    """The sign before a place, past accents, skin tones' neighbours and variation selectors on it."""
    for sign in reversed(text[max(0, at - 8) : at]):
        if unicodedata.category(sign) not in {"Mn", "Me"}:
            return sign
    return ""


def _is_cursive(sign: str) -> bool:
    """Whether it is a letter of a script whose letters join: Arabic, Syriac, N'Ko, Mongolian and their like."""
    if not sign or not sign.isalpha():
        return False
    return unicodedata.bidirectional(sign) == "AL" or unicodedata.name(sign, "").startswith(
        ("NKO ", "MANDAIC ", "MONGOLIAN ", "PHAGS-PA ", "MANICHAEAN ", "ADLAM ", "HANIFI ")
    )


def _is_picture(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign) in {"So", "Sk"} and not sign.isascii()


def _takes_variants(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sm", "Po", "Pd", "Nl", "No", "Lo"}
