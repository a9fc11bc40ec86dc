"""Text from data for Streamlit labels, which read Markdown: made to mean nothing but itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from graph.errors import SaysoError
from graph.visible import visible

# Streamlit reads these even where every sign is escaped: bare addresses become links, :names: icons, -> an arrow.
# An invisible word joiner inside stops it.
_STILL_READ = re.compile(r":(?=\S)|\bwww(?=\.)|@(?=\S)|[-<>~](?=[-=>])")


def escaped(text: str) -> str:
    """The text, made visible, with every sign escaped that Markdown, its extensions or Streamlit's own could read."""
    text = _STILL_READ.sub(lambda found: f"{found[0]}\u2060", visible(text))
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~:$@" else sign for sign in text)


def code(text: str, language: str | None, *, height: int) -> None:
    """A long text to copy, exactly as it is; its lines are wrapped and the box round it scrolls, by keys as well."""
    with st.container(height=height, border=False):
        st.code(text, language=language, wrap_lines=True)


@contextmanager
def faults_told() -> Iterator[None]:
    """Tell what cannot be done in its own words: an engine that is not reached, a folder that cannot be read."""
    try:
        yield
    except SaysoError as error:
        st.error(escaped(str(error)))
        st.button("Try again", key="try-again")
