"""The command line: `python -m graph VERB`. Each verb is a thin edge over the dataset and the views.

Exit codes: 0 done, 1 the input or the data is at fault, 2 wrong usage, 3 out of time, 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from graph.cli import accounts, add, data, review, serve
from graph.dataset import Dataset
from graph.errors import SaysoError
from graph.sandbox import Limits, Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and give back its exit code."""
    options = _parser().parse_args(arguments)
    try:
        dataset = Dataset.open(options.store, sandbox=Sandbox(options.limits))
        try:
            code: int = options.run(dataset, options)
            sys.stdout.flush()
        finally:
            dataset.close()
    except SaysoError as error:
        print(f"sayso: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("sayso: interrupted; nothing was left half done", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        _silence()
        return 0
    except OSError as error:
        print(f"sayso: {error.filename or 'standard output'} cannot be written: {error.strerror}", file=sys.stderr)
        _silence()
        return 1
    return code


def _silence() -> None:
    """Let what is still buffered for standard output go nowhere, so that the end of the program does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph", description="Who said what, on whose say-so.")
    parser.add_argument(
        "--store",
        default=os.environ.get("SAYSO_STORE", "data"),
        help="`memory:` or a folder (default: $SAYSO_STORE or data/)",
    )
    parser.set_defaults(limits=Limits(workers=1, spares=0))  # a verb asks one thing at a time
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    data.add(verbs)
    accounts.add(verbs)
    add.add(verbs)
    review.add(verbs)
    serve.add(verbs)
    return parser


def verbs() -> list[tuple[str, str]]:
    """The verbs with what they do, as help and README list them."""
    actions = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return [(choice.dest, choice.help or "") for action in actions for choice in action._choices_actions]
