"""Sayso's package: who said what, on whose say-so. The door is `Dataset`; everything else is behind it.

>>> from graph import Dataset
>>> dataset = Dataset.open("memory:")
>>> dataset.answer("ASK { ?statement a <https://w3id.org/sayso/ns#Statement> }").truth
True
>>> dataset.close()
"""

from typing import TYPE_CHECKING, Any

from graph.errors import SaysoError
from graph.model import Answer, Iri, Literal

if TYPE_CHECKING:
    from graph.dataset import Dataset

__all__ = ["Answer", "Dataset", "Iri", "Literal", "SaysoError"]


def __getattr__(name: str) -> Any:
    """Import the door when somebody asks for it: a worker, which does without, starts five times faster."""
    if name != "Dataset":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from graph.dataset import Dataset  # noqa: PLC0415 see above

    return Dataset
