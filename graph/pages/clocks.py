"""The two clocks as sliders, the same on every page that obeys them."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.model import Clock, spell
from graph.pages import session

_MEANING = {
    "known": ("Known by", "Keeps what was said by that day; what it hides is counted."),
    "on": ("Holds on", "Keeps what is said to hold on that day; what it hides is counted."),
}


def sliders() -> None:
    """Two sliders over the days the data speaks of; all the way to the right is any day."""
    seen = session.overview()
    now = session.clock()
    left, right = st.columns(2, gap="large")
    with left:
        _slider("known", seen.days_said, now.known)
    with right:
        _slider("on", seen.days_held, now.on)


def _slider(name: str, days: Sequence[date], value: date | None) -> None:
    if len(days) < 2:
        return
    label, meaning = _MEANING[name]
    choices: list[date | None] = [*sorted({*days, *([value] if value else [])}), None]
    key = f"slider-{name}"
    st.session_state[key] = value
    st.select_slider(
        label,
        choices,
        format_func=lambda day: spell(day) if day else "any day",
        key=key,
        on_change=_turn,
        args=(name, key),
        help=meaning,
    )


def _turn(name: str, key: str) -> None:
    session.acted()
    now, day = session.clock(), st.session_state[key]
    st.session_state["days"] = Clock(known=day, on=now.on) if name == "known" else Clock(known=now.known, on=day)
