"""`--known` and `--on`: the two clocks as options."""

import argparse
from datetime import date

from graph.model import Clock


def add(verb: argparse.ArgumentParser, *, on_required: bool = False) -> None:
    """Give a verb the two options."""
    verb.add_argument("--known", type=day, metavar="DATE", help="only what was said by that day")
    verb.add_argument("--on", type=day, metavar="DATE", required=on_required, help="only what holds on that day")


def of(options: argparse.Namespace) -> Clock:
    """The clock that the options set."""
    return Clock(known=options.known, on=options.on)


def day(text: str) -> date:
    """A day as 2021-07-14; raises argparse's error for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2021-07-14") from None
