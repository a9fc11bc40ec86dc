#+ question: How are triples added to a named graph elsewhere?
#+ summary: The triples take the place of the marked line
#+ parameter: graph = id:computed | a named graph
INSERT DATA { GRAPH $graph {
# triples
} }
