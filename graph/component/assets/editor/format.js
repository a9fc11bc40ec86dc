// The layout of a query. It changes blanks between tokens and nothing else: every token stays as it was written and
// where it was in the order, so that a query means the same before and after, and comments and strings are whole.
//
// What stands on lines of its own: clauses, statements, and each `;` part. Breaks inside brackets are the author's.
// A group that was written on one line stays there while it is short and holds one statement.

import { tokens } from "./tokens.js";

const STEP = 2;
const SHORT = 80; // characters that a group on one line may have
const CLAUSES = /^(?:BASE|PREFIX|SELECT|CONSTRUCT|DESCRIBE|ASK|FROM|GROUP|HAVING|ORDER|LIMIT|OFFSET|VALUES)$/i;
const PATTERNS = /^(?:OPTIONAL|FILTER|BIND|VALUES|MINUS|GRAPH|SERVICE|SELECT|GROUP|HAVING|ORDER|LIMIT|OFFSET)$/i;
const CONSTRAINTS = /^(?:FILTER|BIND)$/i; // statements that end with their bracket
const COMPARISONS = /^(?:=|!=|<|>|<=|>=|&&|\|\|)$/;
const OPENING = { "{": "}", "(": ")", "[": "]" };

/** The changes `{from, to, insert}` that lay `text` out; none where it is laid out already. */
export function layout(text) {
  const all = tokens(text);
  const frames = [{ kind: "top", indent: 0, fresh: true, statement: "" }];
  const changes = [];
  const put = (from, to, insert) => {
    if (text.slice(from, to) !== insert) changes.push({ from, to, insert });
  };
  all.forEach((token, i) => {
    const last = all[i - 1];
    const from = last ? last.to : 0;
    const gap = text.slice(from, token.from);
    put(from, token.from, last ? between(last, token, gap, frames) : "");
    follow(all, i, text, frames);
  });
  const end = all.at(-1)?.to ?? 0;
  put(end, text.length, /\n/.test(text.slice(end)) ? "\n" : "");
  return changes;
}

/** `text` laid out. */
export function formatted(text) {
  let [result, at] = ["", 0];
  for (const { from, to, insert } of layout(text)) {
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

/** The blanks that belong between two tokens; `frames` are the brackets open before the second. */
function between(last, token, gap, frames) {
  const frame = frames.at(-1);
  const breaks = gap.split("\n").length - 1;
  const closes = token.text === frame.close && token.kind === "sign";
  if (token.kind === "comment" && !breaks) return " ";
  const remark = last.kind === "comment" || token.kind === "comment";
  if (remark || mustBreak(last, token, frame, closes) || (breaks && mayBreak(token, frame))) {
    const empty = breaks > 1 && !closes && !opensGroup(last) ? "\n" : "";
    return `\n${empty}${" ".repeat(indent(token, frame, closes))}`;
  }
  return beside(last, token, gap, frame);
}

function mustBreak(last, token, frame, closes) {
  if (frame.kind === "top") return starts(token, CLAUSES) || (frame.fresh && !follows(token));
  if (frame.kind !== "group" && frame.kind !== "rows") return false;
  if (frame.inline) return false;
  if (closes || opensGroup(last)) return true;
  if (frame.kind === "rows") return token.text === "(" || last.text === ")";
  if (follows(token) || token.text === "." || token.text === ";") return false;
  return frame.fresh || starts(token, PATTERNS) || last.text === ";";
}

// The author's own line break stands, but not before a semicolon, a comma, the dot or the brace of a statement.
function mayBreak(token, frame) {
  if (frame.inline || token.kind !== "sign") return !frame.inline;
  return !/^[;,]$/.test(token.text) && (frame.kind === "brackets" || !/^[.{]$/.test(token.text));
}

function indent(token, frame, closes) {
  if (closes) return frame.indent - STEP;
  if (frame.kind === "top") return frame.fresh || starts(token, CLAUSES) || starts(token, /^WHERE$/i) ? 0 : STEP;
  if (frame.kind !== "group" || frame.fresh || starts(token, PATTERNS) || follows(token)) return frame.indent;
  return frame.indent + STEP;
}

// Two tokens on one line. An empty gap stays empty unless a space makes it easier to read: where blanks are put in,
// no token can change, and where they are taken out, one of the two is a bracket, a comma or a semicolon.
function beside(last, token, gap, frame) {
  const sign = token.kind === "sign" ? token.text : "";
  const before = last.kind === "sign" ? last.text : "";
  if (frame.kind === "brackets") {
    if (before === "(" || sign === ")" || sign === "," || (sign === ";" && frame.close === ")")) return "";
    if (COMPARISONS.test(sign) && !/^SEPARATOR$/i.test(last.text)) return " ";
    if (COMPARISONS.test(before) && frame.spaced) return " ";
  }
  if (sign === "}" && before === "{") return "";
  if (sign === "{" || before === "{" || sign === "}") return " ";
  if (sign === ",") return "";
  if (before === "," || before === ";" || before === "." || before === "}" || sign === "." || sign === ";") return " ";
  return gap ? " " : "";
}

/** What `token` does to the open brackets and to the statement under way. */
function follow(all, i, text, frames) {
  const token = all[i];
  const frame = frames.at(-1);
  if (token.kind === "comment") return;
  const sign = token.kind === "sign" ? token.text : "";
  if (sign === frame.close && frames.length > 1) {
    frames.pop();
    const outer = frames.at(-1);
    const ended = sign === "}" ? outer.kind !== "brackets" : sign === ")" && CONSTRAINTS.test(outer.statement);
    if (ended) Object.assign(outer, { fresh: true, statement: "" });
    return;
  }
  if (frame.kind === "top" && prologueEnds(all, i)) return void (frame.fresh = true);
  if (frame.kind === "group" && sign === ".") return void Object.assign(frame, { fresh: true, statement: "" });
  if (starts(token, PATTERNS)) frame.statement = token.text;
  frame.spaced = COMPARISONS.test(sign) && !/^SEPARATOR$/i.test(all[i - 1]?.text ?? "");
  if (OPENING[sign]) frames.push(opened(all, i, sign, frame));
  frame.fresh = false;
}

function opened(all, i, sign, frame) {
  const base = frame.kind === "brackets" && sign === "{" ? frame.indent - STEP : frame.indent;
  const rows = sign === "{" && /^VALUES$/i.test(frame.statement);
  const kind = sign === "{" ? (rows ? "rows" : "group") : "brackets";
  const inline = sign === "{" && fitsOneLine(all, i, rows);
  return { kind, close: OPENING[sign], indent: base + STEP, inline, fresh: true, statement: "" };
}

// Counted with one blank between all tokens, so that the answer is the same before and after.
function fitsOneLine(all, i, rows) {
  let [length, statements] = [0, 0];
  for (let at = i + 1; at < all.length; at++) {
    const token = all[at];
    const sign = token.kind === "sign" ? token.text : "";
    if (token.line !== all[i].line || token.kind === "comment" || token.text.includes("\n") || sign === "{") return false;
    if (sign === "}") return statements === 0 || rows;
    length += token.text.length + 1;
    if (length > SHORT) return false;
    const next = all[at + 1];
    const more = next && !(next.kind === "sign" && next.text === "}");
    if (((sign === "." || sign === ";") && more) || (at > i + 1 && starts(token, PATTERNS))) statements += 1;
  }
  return false;
}

// `PREFIX say: <…>` and `BASE <…>` end with their IRI.
function prologueEnds(all, i) {
  if (all[i].kind !== "iri") return false;
  return starts(all[i - 1], /^BASE$/i) || (all[i - 1]?.kind === "name" && starts(all[i - 2], /^PREFIX$/i));
}

const starts = (token, words) => token?.kind === "word" && words.test(token.text);
const follows = (token) => starts(token, /^(?:UNION|WHERE)$/i); // goes on behind a closing brace
const opensGroup = (token) => token.kind === "sign" && token.text === "{";
