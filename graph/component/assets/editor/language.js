// SPARQL as the editor knows it: what is painted how, and the words it can offer without asking.

import { SparqlLanguage, styleTags, syntaxHighlighting, syntaxTree, tagHighlighter, tags } from "./codemirror.js";

const FUNCTIONS =
  "ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF " +
  "IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX " +
  "REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG " +
  "STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR";
const KEYWORDS =
  "AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FILTER GRAPH GROUP HAVING IN LIMIT MINUS NOT " +
  "OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR UNDEF UNION VALUES WHERE";

/** Keywords of a query that only reads; SERVICE, FROM and updates are refused here, so nobody is led to them. */
export const keywords = KEYWORDS.split(" ");
export const functions = FUNCTIONS.split(" ");

const named = SparqlLanguage.configure({
  props: [
    styleTags({
      [FUNCTIONS]: tags.function(tags.name),
      Var: tags.variableName,
      "Pname_ns Pname_ln": tags.propertyName,
      IriRef: tags.url,
      A_predicate: tags.keyword,
      "EXISTS NOT IN SEPARATOR": tags.keyword,
      Langtag: tags.annotation,
      "Decimal Double Integer IntegerPositive DecimalPositive DoublePositive IntegerNegative DecimalNegative DoubleNegative":
        tags.number,
    }),
  ],
});

// Only names are given here; what they look like stands in editor.css.
const classes = tagHighlighter([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: tags.function(tags.name), class: "tok-function" },
  { tag: tags.variableName, class: "tok-variable" },
  { tag: [tags.propertyName, tags.namespace, tags.typeName], class: "tok-name" },
  { tag: tags.url, class: "tok-iri" },
  { tag: [tags.string, tags.annotation], class: "tok-string" },
  { tag: [tags.number, tags.integer, tags.float, tags.bool], class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
]);

export const language = [
  named,
  named.data.of({
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", "'", '"'], before: ")]};,. \n" },
  }),
  syntaxHighlighting(classes),
];

/** Whether `at` lies where words are the author's own: in a comment or a string. */
export function inProse(state, at) {
  const { name } = syntaxTree(state).resolveInner(at, -1);
  return name === "Comment" || name === "String";
}
