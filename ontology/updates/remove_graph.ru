#+ question: How is a named graph taken out elsewhere?
#+ summary: Nothing happens where there is none of that name
#+ parameter: graph = id:computed | a named graph
DROP SILENT GRAPH $graph
