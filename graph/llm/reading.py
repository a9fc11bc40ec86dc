"""One article read by rules and by the model: what both propose, without saying the same twice."""

import threading
from dataclasses import dataclass

from graph.articles import proposals as rules
from graph.articles.proposals import Proposals
from graph.articles.text import Article
from graph.errors import ModelFault
from graph.llm.service import Patience, Progress, service


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's proposals, and what became of the model's.

    `new` are the model's that the rules had not found, `agreed` those they had; `dropped` counts by reason what could
    not be found in the text. `faults` are sentences; `lasting` where asking on about other articles would not help.
    """

    proposals: Proposals
    new: int = 0
    agreed: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    faults: tuple[str, ...] = ()
    lasting: bool = False

    @property
    def complete(self) -> bool:
        """Whether the model has read all of the article."""
        return not self.faults


def where_text_goes() -> str | None:
    """The host and model to which `propose` would send text, in words for the user; None where none is set up.

    Raises ModelFault where the SAYSO_LLM_… variables do not fit together.
    """
    found = service()
    return found.where if found else None


def rule() -> str | None:
    """The name of the rule that the model's proposals carry, `model:NAME`; None where none is set up."""
    found = service()
    return found.rule if found else None


def propose(
    article: Article,
    *,
    agreed: str,
    patience: Patience = Patience(),  # noqa: B008 (a frozen value)
    cancelled: threading.Event | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read an article by rules and by the model; `agreed` is the answer of `where_text_goes` that the user said yes to.

    Whatever goes wrong on the way, the rules' proposals are given back, with those of the model that had come until
    then. `cancelled` ends it from any thread. Raises ModelFault where nothing may be, and nothing was, sent.
    """
    found = service()
    if found is None:
        raise ModelFault("No language model is set up: set SAYSO_LLM_URL and SAYSO_LLM_MODEL. Nothing was sent.")
    if agreed != found.where:
        raise ModelFault(f"Text would now go to {found.where}, which nobody agreed to. Nothing was sent; ask again.")
    require()
    from graph.llm.conversation import hear  # noqa: PLC0415 (its packages are optional)

    heard = hear(article, found, patience, cancelled or threading.Event(), progress)
    proposals, same = rules.widen(rules.propose(article), heard.reports, found.rule if not heard.faults else "")
    new = sum(statement.rule == found.rule for statement in proposals.statements)
    dropped, faults = tuple(sorted(heard.dropped.items())), tuple(dict.fromkeys(heard.faults))
    return Reading(proposals, new, same, dropped, faults, heard.lasting)


def require() -> None:
    """Raise ModelFault where the two packages that only a language model needs are not installed."""
    try:
        import httpx  # noqa: F401, PLC0415
        import pydantic  # noqa: F401, PLC0415
    except ImportError as error:
        raise ModelFault(
            f"A language model needs the package {error.name}: pip install -r requirements-llm.txt. Nothing was sent."
        ) from None
