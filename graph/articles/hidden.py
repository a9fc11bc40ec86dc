"""What a page holds but does not show: scripts, comments, and elements that their own attributes or style hide.

Style sheets are not read: an element that only a rule of one hides is taken for seen.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

_UNSEEN: Final = (
    "//script | //style | //template | //noscript | //comment() | //iframe | //object | //dialog[not(@open)]"
    " | //*[@hidden] | //*[translate(@aria-hidden, 'TRUE ', 'true')='true']"
)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_FAR: Final = -900.0  # pixels, or anything else, off the screen
_SIDES: Final = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
_NOTHING_LEFT: Final = re.compile(
    r"rect\(\s*(?:0|1px)\b|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|scale(?:3d|x|y)?\(\s*0\s*[,)]"
)
_CLEAR: Final = re.compile(r"transparent|(?:rgba|hsla)\(.*,0(?:\.0+)?%?\)|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)")


def unseen(tree: Any) -> list[Any]:
    """The nodes of an lxml tree that a reader of the page does not see.

    What is faded or moved out and holds most of the page is kept: a script will bring it in.
    """
    styled = [node for node in tree.xpath("//*[@style]") if is_hiding(node.get("style"))]
    whole = len(tree.text_content())
    most = {node for node in styled if 2 * len(node.text_content()) >= whole and not _is_off(node.get("style"))}
    return [*tree.xpath(_UNSEEN), *(node for node in styled if node not in most)]


def is_hiding(style: str) -> bool:
    """Whether the declarations of a style attribute leave nothing of an element to be seen."""
    said = dict(_declarations(style))
    return (
        _is_off(style)
        or _number(said.get("opacity")) == 0
        or any((_number(said.get(name)) or 0) <= _FAR for name in _SIDES)
        or any(_NOTHING_LEFT.search(said.get(name, "")) for name in ("clip", "clip-path", "transform", "scale"))
        or any(_far(value) for value in (said.get("transform", ""), said.get("translate", "")))
        or (said.get("overflow") in {"hidden", "clip"} and any(_tiny(said.get(name)) for name in ("width", "height")))
        or _is_paper(said)
    )


def _is_off(style: str) -> bool:
    """Whether the declarations say outright that the element is not shown."""
    said = dict(_declarations(style))
    return (
        said.get("display") == "none"
        or said.get("visibility") in {"hidden", "collapse"}
        or said.get("content-visibility") == "hidden"
        or any(_number(said.get(name)) == 0 for name in ("font-size", "zoom"))
    )


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in _COMMENT.sub("", style).casefold().split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip(), value.replace("!important", "").strip()


def _number(value: str | None) -> float | None:
    found = _NUMBER.match(value or "")
    return float(found[0]) if found else None


def _far(value: str) -> bool:
    return "translate" in value and any(float(number) <= _FAR for number in _NUMBER.findall(value))


def _tiny(value: str | None) -> bool:
    number = _number(value)
    return number is not None and number <= 1


def _is_paper(said: dict[str, str]) -> bool:
    """Whether the letters have the colour of what is behind them, or none."""
    colour = re.sub(r"\s", "", said.get("color", ""))
    behind = re.sub(r"\s", "", said.get("background-color") or said.get("background") or "")
    return bool(colour) and (bool(_CLEAR.fullmatch(colour)) or _named(colour) == _named(behind))


def _named(colour: str) -> str:
    """One spelling for black and white, which is what text is hidden with, and for short hexadecimal."""
    named = {"white": "#ffffff", "black": "#000000", "rgb(255,255,255)": "#ffffff", "rgb(0,0,0)": "#000000"}
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(sign * 2 for sign in colour[1:])
    return named.get(colour, colour)
