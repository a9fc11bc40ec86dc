"""The language model behind `add --model`: where texts would go is said first, and none goes without a yes."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from graph import llm
from graph.articles.proposals import Proposals, propose
from graph.articles.text import Article
from graph.errors import ModelFault


def add_options(verb: argparse.ArgumentParser) -> None:
    """Add the options that a language model needs; without `--model` nothing is sent anywhere."""
    verb.add_argument(
        "--model",
        action="store_true",
        help="let the language model of SAYSO_LLM_URL and SAYSO_LLM_MODEL propose too; asks before it sends a text",
    )
    verb.add_argument("--yes", action="store_true", help="with --model: send the texts without being asked")
    verb.add_argument(
        "--model-seconds", type=_seconds, default=600.0, metavar="S", help="with --model: the time for one article"
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 86_400:
        raise ValueError(text)
    return seconds


class LanguageModel:
    """A model that the user agreed to ask, and what came of it; no longer asked once it cannot be reached."""

    def __init__(self, agreed: str, rule: str, patience: llm.Patience) -> None:
        self.rule = rule
        self._agreed = agreed
        self._patience = patience
        self._given_up = False
        self._new = self._same = self._unread = 0
        self._dropped: Counter[str] = Counter()

    def propose(self, article: Article) -> Proposals:
        """What rules and model propose; what the model has not read is told at once, and the rules' part kept."""
        if self._given_up:
            self._unread += 1
            return propose(article)
        shown = _shown(article.source.name) if sys.stderr.isatty() else None
        read = llm.propose(article, agreed=self._agreed, patience=self._patience, progress=shown)
        for fault in read.faults:
            print(f"sayso: {article.source.name}: {fault}", file=sys.stderr)
        if read.lasting:
            self._given_up = True
            print("sayso: the model is not asked again in this run; the rules read on", file=sys.stderr)
        self._new += read.new
        self._same += read.agreed
        self._unread += not read.complete
        self._dropped.update(dict(read.dropped))
        return read.proposals

    def report(self) -> int:
        """Say at the end what the model found; gives back how many articles it has not read whole."""
        reasons = "; ".join(f"{count} × {reason}" for reason, count in sorted(self._dropped.items()))
        why = f" ({reasons})" if reasons else ""
        print(
            f"sayso: the model proposed {self._new} more and {self._same} that the rules had found;"
            f" {self._dropped.total()} dropped{why}; it has not read {self._unread} articles whole",
            file=sys.stderr,
        )
        return self._unread


def asked(options: argparse.Namespace, paths: Sequence[Path]) -> LanguageModel | None:
    """The model, as the user agreed to ask it; None without `--model`. Raises ModelFault without a yes."""
    if not options.model:
        return None
    where, rule = llm.where_text_goes(), llm.rule()
    if where is None or rule is None:
        raise ModelFault(
            "--model needs a server to ask: set SAYSO_LLM_URL (http://127.0.0.1:8080/v1, say) and SAYSO_LLM_MODEL."
            " Nothing was sent."
        )
    llm.require()
    texts = f"the text of {paths[0].name}" if len(paths) == 1 else f"the texts of {len(paths)} files"
    print(f"sayso: {texts} would go to {where}", file=sys.stderr)
    if not options.yes:
        _ask()
    return LanguageModel(where, rule, llm.Patience(options.model_seconds))


def _shown(name: str) -> llm.Progress:
    """Progress on a terminal: how many parts of an article the model has read."""
    return lambda done, every: print(
        f"\r{name}: {done} of {every} parts read by the model", end="\n" * (done == every), file=sys.stderr, flush=True
    )


def _ask() -> None:
    """Raise ModelFault but for a yes on the terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ModelFault("Nothing was sent: nobody is there to ask. Say --yes if the texts may go there.")
    print("Send? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise ModelFault("Nothing was sent. Without --model the rules alone read.")
