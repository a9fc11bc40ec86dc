"""What a new dataset starts from: the ontology and the files of `seeds/`, each with the graph it goes to."""

import hashlib
from pathlib import Path

from graph.namespaces import ID, ONTOLOGY_GRAPH, REFERENCE_GRAPH


def seed_graphs(root: Path) -> list[tuple[Path, str]]:
    """The files a new dataset starts from, each with the graph it goes to."""
    seeds = sorted((root / "seeds").glob("*.ttl"))
    named = [(path, REFERENCE_GRAPH if path.stem == "reference" else f"{ID}article-{path.stem}") for path in seeds]
    return [(root / "ontology" / "vocabulary.ttl", ONTOLOGY_GRAPH), *named]


def seeds_digest(root: Path) -> str:
    """SHA-256 over the files of `seed_graphs`, names included."""
    digest = hashlib.sha256()
    for path, graph in seed_graphs(root):
        digest.update(graph.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
