"""Text from data for Streamlit labels, which read Markdown: made to mean nothing but itself."""


def escaped(text: str) -> str:
    """The text with every sign escaped that Markdown, its extensions or Streamlit's own could read."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~:$@" else sign for sign in text)
