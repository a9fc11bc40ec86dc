"""Review: a person decides what of the proposals becomes part of the graph; nothing is accepted by itself.

Every decision is a record in `id:reviews`, added in the same published state as what it does to the article's graph,
so that a kill leaves both or neither. Review never writes the proposals: reading an article again cannot undo a
decision. What an article's graph holds follows from the decisions alone.

    waiting(dataset)                                 articles with proposals, and how far their review is
    cards(dataset, article, text="")                 the proposals of an article, in the order of its text
    consequences(dataset, article, draft, iri)       what accepting a draft would add, meet and break; nothing is written
    accept(dataset, article, iris, by, at, text="")  open proposals into the article's graph, as read or as edited
    reject(dataset, article, iris, by, at, reason)   open proposals out of the way
    edit(dataset, article, iri, draft, by, at, text) an open proposal's draft, or a new version of an accepted statement
    withdraw(dataset, article, iri, by, at, reason)  an accepted statement out of the graph; its history stays
    add_statement(dataset, article, draft, by, at, text)  what the extractor missed; gives the new statement's IRI
    undo(dataset, article, by, at)                   take back the last decision on an article
    merge(dataset, keep, gone, by, at, reason)       one actor or place instead of two, in everything reviewed
    split(dataset, gone, by, at, reason)             undo a merge
    history(dataset, iri)                            the decisions on a statement, article or actor, oldest first
    span(article, text, start, end, role)            a range of the user's copy as a span with its digests
"""
