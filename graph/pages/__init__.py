"""Streamlit scripts, one a page: read the URL, ask the views, draw. Text from data is never Markdown."""
