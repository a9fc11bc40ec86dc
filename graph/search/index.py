"""The index of names: a tantivy index in memory or in a folder.

Its files are never changed once written, so that the next state of an index shares them by hard links and writes only
what is new.
"""

import json
import os
import shutil
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final

import tantivy

from graph.errors import StoreFault
from graph.model import Iri
from graph.search.names import STATEMENT, Record, local_name
from graph.search.words import folded

GRAMS: Final = 3  # beginnings of words up to this length stand in the index; of longer ones there are few
STARTS: Final = 12  # so do beginnings of whole names
_BUILDING: Final = 500_000_000  # bytes of memory, as far as needed: each time it is full, a dictionary more to search
_CHANGING: Final = 15_000_000


class Index:
    """Records that can be found; see `graph.search.asking` for how."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, records: Iterable[Record], folder: Path | None = None) -> "Index":
        """A new index of some records, in memory or in an empty folder."""
        index = cls(tantivy.Index(_schema(), str(folder) if folder else None))
        index._write((), records, _BUILDING)
        return index

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The index in a folder; raises StoreFault when it cannot be read."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except (OSError, ValueError) as error:
            raise StoreFault(
                f"{folder}: the search index cannot be read: {error}. Delete it: it is made anew."
            ) from None

    @classmethod
    def copy(cls, folder: Path, to: Path) -> "Index":
        """The same index in a new folder, to be changed there; the files with the words are shared."""
        to.mkdir()
        for path in folder.iterdir():
            if path.suffix == ".json":  # lists the files that belong to the index, and is written anew
                shutil.copyfile(path, to / path.name)
            elif path.suffix != ".lock":
                _share(path, to / path.name)
        return cls.open(to)

    @property
    def schema(self) -> tantivy.Schema:
        """The fields, for queries."""
        return self._index.schema

    def searcher(self) -> tantivy.Searcher:
        """The index as it is now, to be searched."""
        return self._index.searcher()

    @property
    def size(self) -> int:
        """How many things can be found."""
        return self.searcher().num_docs

    def links(self, iri: str) -> int:
        """How many links a thing had when it was last written; 0 where it is not known."""
        searcher = self.searcher()
        hits = searcher.search(tantivy.Query.term_query(self.schema, "iri", iri), 1, count=False).hits
        return record_at(searcher, hits[0][1]).links if hits else 0

    def change(self, gone: Iterable[str], records: Iterable[Record]) -> None:
        """Forget some IRIs, then take up records; only for an index that nobody else has open."""
        self._write(gone, records, _CHANGING)

    def _write(self, gone: Iterable[str], records: Iterable[Record], memory: int) -> None:
        documents = (_document(record) for record in records)
        try:
            writer = self._index.writer(memory, 1)
            for iri in gone:
                writer.delete_documents_by_term("iri", iri)
            for document in documents:
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
        except ValueError as error:  # which is how tantivy reports a disk that is full or cannot be written
            raise StoreFault(f"The search index cannot be written: {error}. The data is as it was.") from None


def _share(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # a file system without hard links; a full one refuses the copy as well
        shutil.copyfile(path, to)


def record_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Record:
    """The record that stands at an address of a search result."""
    document = searcher.doc(address)
    label, kind, links, names = json.loads(document["record"][0])
    return Record(Iri(document["iri"][0]), label, kind, tuple((name, text) for name, text in names), links)


def rank(record: Record) -> int:
    """A number to order by: names before statements, then by links, then the short before the long."""
    named = record.kind != STATEMENT
    return named << 40 | min(record.links, (1 << 24) - 1) << 12 | 4095 - min(len(record.label), 4095)


def key(iri: str) -> int:
    """A number that stands for an IRI in the index."""
    return int.from_bytes(blake2b(iri.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    for name in ("kind", "whole"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("words", "grams", "starts", "ids"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("rank", "key"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _document(record: Record) -> tantivy.Document:
    """What the index keeps of a record.

    The id of a thing that has a name is found only by who types an id: every statement's has its article's words.
    """
    document = tantivy.Document()
    document.add_text("iri", record.iri)
    document.add_bytes("record", json.dumps([record.label, record.kind, record.links, record.names]).encode())
    document.add_text("kind", record.kind)
    document.add_unsigned("rank", rank(record))
    document.add_unsigned("key", key(record.iri))
    local = folded(local_name(record.iri))
    wholes = {folded(text) for _, text in record.names} or {local}
    texts = {word for whole in wholes for word in whole.split()}
    document.add_text("ids", local)
    document.add_text("words", " ".join(texts))
    document.add_text("grams", " ".join({word[:length] for word in texts for length in range(1, GRAMS + 1)}))
    for whole in {*wholes, local}:
        document.add_text("whole", whole)
    if record.kind != STATEMENT:  # how a sentence begins says nothing of what it is
        lines = {whole[:STARTS].replace(" ", "_") for whole in wholes}
        document.add_text("starts", " ".join({line[:length] for line in lines for length in range(1, STARTS + 1)}))
    return document
