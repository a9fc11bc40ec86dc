// How a thing looks: a shape with its name below, drawn by vis-network. For `look` see drawing.js.
import { labelSizeAt, nameLines } from "./text.js";
import { mix } from "./theme.js";

/** The share of its colour that a dimmed item keeps. */
export const DIM = 0.25;
const SHAPES = new Set(["dot", "square", "triangle", "triangleDown", "hexagon", "diamond", "star"]);

/** The colour of an item in this theme. */
export const accent = (node, theme) => (theme.dark && node.darkColor) || node.color || theme.muted;

/** vis-network's options for an item that has neither a card nor a frame of its own. */
export function shapeOptions(node, look, theme, labelSize) {
  const fade = (colour) => (look === "dim" ? mix(colour, theme.background, DIM) : colour);
  const colour = fade(accent(node, theme));
  const ring = node.shape === "ring"; // vis has no ring: a dot in the colour of the paper with a strong border
  // vis keeps a border's width on the screen: seen from afar a ring would swell, and a dot shrink in its halo. As names
  // grow in steps, borders become thinner.
  const far = (labelSizeAt(1) / labelSize) ** 2;
  const edge = look === "warm" ? mix(theme.text, colour, 0.5) : theme.background;
  return {
    shape: SHAPES.has(node.shape) ? node.shape : "dot",
    size: node.size ?? 14,
    label: nameLines(node.label).join("\n"),
    borderWidth: look === "selected" ? 3 : (ring ? 3 : 2) * far,
    color: { background: ring ? theme.background : colour, border: look === "selected" ? theme.text : ring ? colour : edge },
    font: {
      face: theme.font,
      size: node.size >= 22 ? labelSize + 2 : labelSize,
      color: fade(theme.text),
      strokeWidth: 4,
      strokeColor: theme.background,
      vadjust: -1,
    },
  };
}
