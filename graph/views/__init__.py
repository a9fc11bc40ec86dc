"""What the screens show: a `Dataset` in, frozen records out; no files, no clock, no Streamlit."""
