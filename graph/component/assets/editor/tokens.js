// The tokens of SPARQL 1.1 (section 19.8 of the specification), in any text, also a broken or unfinished one.
//
// The grammar of the language package paints the query; these tokens are for what must be exact at every character:
// formatting, and which prefixes a query uses and declares. What lies between two tokens is blank, nothing else.

const BASE =
  "A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F" +
  "\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
const LATER = "0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";
const CHARS = `${BASE}_\\-${LATER}`;
const ESCAPE = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=/?#@%]";
const PREFIX = `(?:[${BASE}](?:[${CHARS}.]*[${CHARS}])?)?:`;
const LOCAL = `(?:(?:[${BASE}_:0-9]|${ESCAPE})(?:(?:[${CHARS}.:]|${ESCAPE})*(?:[${CHARS}:]|${ESCAPE}))?)?`;

// In this order: the first that fits is the token.
const KINDS = {
  comment: "#[^\\n\\r]*",
  iri: "<[^\\x00-\\x20<>\"{}|^`\\\\]*>",
  string:
    '"""(?:"{0,2}(?:[^"\\\\]|\\\\[^]))*(?:"""|$)|' +
    "'''(?:'{0,2}(?:[^'\\\\]|\\\\[^]))*(?:'''|$)|" +
    '"(?:[^"\\\\\\n\\r]|\\\\.)*"?|' +
    "'(?:[^'\\\\\\n\\r]|\\\\.)*'?",
  language: "@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
  variable: `[?$][${BASE}_0-9][${BASE}_${LATER}]*`,
  blank: `_:[${BASE}_0-9](?:[${CHARS}.]*[${CHARS}])?`,
  name: `${PREFIX}${LOCAL}`,
  number: "(?:[0-9]+\\.[0-9]*|\\.?[0-9]+)[eE][+\\-]?[0-9]+|[0-9]*\\.[0-9]+|[0-9]+",
  word: "[A-Za-z_][A-Za-z_0-9]*",
  sign: "\\^\\^|&&|\\|\\||!=|<=|>=|[^ \\t\\r\\n]",
};
const TOKEN = new RegExp(
  `[ \\t\\r\\n]*(?:${Object.entries(KINDS).map(([kind, pattern]) => `(?<${kind}>${pattern})`).join("|")})`,
  "uy",
);

/** The tokens of `text` from left to right, comments among them: kind, text, UTF-16 units from and to, line from 1. */
export function* scan(text) {
  let [at, line] = [0, 1];
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) return;
    const [kind, token] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    at += match[0].length;
    line += breaks(match[0].slice(0, -token.length));
    yield { kind, text: token, from: at - token.length, to: at, line };
    line += breaks(token);
  }
}

export const tokens = (text) => [...scan(text)];

const breaks = (text) => text.split("\n").length - 1;
