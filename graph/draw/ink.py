"""Colours for light and dark, as .streamlit/config.toml and component/assets/theme.js have them."""

from typing import Final, NamedTuple

from graph.errors import UnknownName

_THEMES: Final = ("light", "dark", "auto")


class Shade(NamedTuple):
    """A colour in each theme, as six hexadecimal digits after a #."""

    light: str
    dark: str


def mixed(over: Shade, under: Shade, share: float, dark_share: float | None = None) -> Shade:
    """`share` of the first colour over the second, in each theme."""
    return Shade(
        _mix(over.light, under.light, share),
        _mix(over.dark, under.dark, share if dark_share is None else dark_share),
    )


def _mix(over: str, under: str, share: float) -> str:
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


PAPER: Final = Shade("#FCFCFA", "#14171D")
TEXT: Final = Shade("#1B2230", "#E9ECF2")
MUTED: Final = mixed(TEXT, PAPER, 0.68)  # 4.5:1 and more on paper and surface
SURFACE: Final = Shade(_mix("#FFFFFF", PAPER.light, 0.8), "#1D222B")


class Ink:
    """Writes fills and strokes of one drawing, and the style that turns them dark where the reader wants it.

    The colours stand in the elements themselves, so that a viewer that knows no style sheets shows the light ones.
    """

    def __init__(self, theme: str) -> None:
        if theme not in _THEMES:
            raise UnknownName(f"There is no theme {theme!r}; there are: {', '.join(_THEMES)}")
        self._theme = theme
        self._used: set[tuple[str, Shade]] = set()

    def __call__(self, **parts: Shade) -> str:
        """The attributes for `fill=` and `stroke=`, with a space before them."""
        found = "".join(f' {part}="{s.dark if self._theme == "dark" else s.light}"' for part, s in parts.items())
        if self._theme != "auto":
            return found
        self._used |= set(parts.items())
        return f'{found} class="{" ".join(_class(part, shade) for part, shade in parts.items())}"'

    def style(self) -> str:
        """The style element for what was painted so far; nothing but in the theme auto."""
        if not self._used:
            return ""
        rules = "".join(f".{_class(part, s)}{{{part}:{s.dark}}}" for part, s in sorted(self._used))
        return f"<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>\n"


def _class(part: str, shade: Shade) -> str:
    return f"{part}-{shade.light[1:]}-{shade.dark[1:]}".lower()
