"""Text from data for Streamlit labels, which read Markdown: made to mean nothing but itself."""

import re

# Streamlit reads these even where every sign is escaped: bare addresses become links, :names: icons, -> an arrow.
# An invisible word joiner inside stops it.
_STILL_READ = re.compile(r":(?=\S)|\bwww(?=\.)|@(?=\S)|[-<>~](?=[-=>])")


def escaped(text: str) -> str:
    """The text with every sign escaped that Markdown, its extensions or Streamlit's own could read."""
    text = _STILL_READ.sub(lambda found: f"{found[0]}\u2060", text)
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~:$@" else sign for sign in text)
