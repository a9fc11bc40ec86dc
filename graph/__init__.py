"""Sayso's package: who said what, on whose say-so. The door is `Dataset`; everything else is behind it.

>>> from graph import Dataset
>>> dataset = Dataset.open("memory:")
>>> dataset.answer("ASK { ?statement a <https://w3id.org/sayso/ns#Statement> }").truth
True
>>> dataset.close()
"""

from graph.dataset import Dataset
from graph.errors import SaysoError
from graph.model import Answer, Iri, Literal

__all__ = ["Answer", "Dataset", "Iri", "Literal", "SaysoError"]
