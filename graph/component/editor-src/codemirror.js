// What the editor takes from CodeMirror: everything else is left out of the bundle.

export {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
export { bracketMatching, indentUnit, syntaxHighlighting, syntaxTree } from "@codemirror/language";
export { forceLinting, lintGutter, linter } from "@codemirror/lint";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { ChangeSet, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
export {
  EditorView,
  closeHoverTooltips,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  hasHoverTooltips,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
  showTooltip,
} from "@codemirror/view";
export { styleTags, tagHighlighter, tags } from "@lezer/highlight";
export { SparqlLanguage } from "codemirror-lang-sparql";
