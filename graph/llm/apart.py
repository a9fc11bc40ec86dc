"""Articles read by rules and a language model in a process of their own; see `graph.articles.apart`.

    python -m graph.llm.apart AGREED

where AGREED are the very words by which the user was told where texts go.
"""

import sys
from functools import partial

from graph.articles.apart import MEMORY, outcome, work
from graph.articles.proposals import Proposals
from graph.articles.text import Article
from graph.errors import ModelFault
from graph.isolation import isolate
from graph.llm.reading import propose


def read(article: Article, agreed: str) -> tuple[Proposals, str]:
    """What rules and model propose, and a note on what the model added, or why it has not read all."""
    found = propose(article, agreed=agreed)
    dropped = sum(count for _, count in found.dropped)
    parts = [f"The model proposed {found.new} more, and {found.agreed} that the rules had found."]
    parts += [f"{dropped} were dropped: their words are not in the text."] if dropped else []
    return found.proposals, " ".join([*parts, *found.faults])


if __name__ == "__main__":
    isolate(MEMORY, network=True)
    try:
        reader = partial(read, agreed=sys.argv[1])
        work(sys.stdin.buffer, sys.stdout.buffer, partial(outcome, reader=reader))
    except ModelFault as fault:
        sys.exit(f"sayso: {fault}")
