"""A dataset that another engine keeps, asked over the SPARQL 1.1 Protocol.

address   where it answers, and who asks
wire      one request and its answer: time, size and trust are bounded, every failure is said in words
answers   bodies of answers to terms of ours
reader    the queries of the house there, and what users type
writing   graphs to it, by the Graph Store Protocol or by SPARQL Update
"""

from graph.remote.address import Address
from graph.remote.reader import RemoteReader
from graph.remote.wire import Wire
from graph.remote.writing import Change, Writer, is_anonymous, same_triples

__all__ = ["Address", "Change", "RemoteReader", "Wire", "Writer", "is_anonymous", "same_triples"]
