// Colours and fonts as the page has them now: Streamlit puts its theme into --st-* variables.

const probe = document.createElement("canvas").getContext("2d");
const mixed = new Map();

// Any CSS colour as [r, g, b, a]; the 2D context is the browser's own parser for them.
function channels(colour) {
  probe.fillStyle = "#000000";
  probe.fillStyle = colour;
  const value = probe.fillStyle;
  if (value.startsWith("#")) return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16)).concat(1);
  return value.match(/[\d.]+/g).map(Number);
}

/** `share` of the first colour over the second, as an opaque hex colour. */
export function mix(over, under, share) {
  const key = `${over}|${under}|${share}`;
  if (!mixed.has(key)) {
    const [a, b] = [channels(over), channels(under)];
    const part = share * a[3];
    const hex = [0, 1, 2].map((i) => Math.round(a[i] * part + b[i] * (1 - part)).toString(16).padStart(2, "0"));
    mixed.set(key, `#${hex.join("")}`);
  }
  return mixed.get(key);
}

function isDark(colour) {
  const [r, g, b] = channels(colour);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

/** The theme in force at `element`; `key` differs whenever a drawing made with another theme is out of date. */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const value = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const background = mix(value("--st-background-color", "#ffffff"), "#ffffff", 1);
  const text = mix(value("--st-text-color", "#1b2230"), background, 1);
  const dark = isDark(background);
  const theme = {
    dark,
    background,
    text,
    muted: mix(text, background, 0.68), // 4.5:1 and more on background and surface, in both themes
    surface: mix(dark ? value("--st-secondary-background-color", "#1d222b") : "#ffffff", background, dark ? 1 : 0.8),
    line: mix(value("--st-border-color", "#dfe1dc"), background, 1),
    font: value("--st-font", "sans-serif"),
  };
  theme.key = JSON.stringify(theme);
  return theme;
}

/** Call `changed` when the theme may have changed; returns how to stop. */
export function watchTheme(element, changed) {
  const later = () => requestAnimationFrame(changed); // the variables follow the class by a frame
  const observer = new MutationObserver(later);
  // Streamlit sets the variables on a wrapper round the shadow host, through a class that changes with the theme.
  const host = element.getRootNode().host;
  for (const watched of [host?.parentElement, document.querySelector(".stApp"), document.documentElement]) {
    if (watched) observer.observe(watched, { attributes: true, attributeFilter: ["class", "style"] });
  }
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", later);
  document.fonts.addEventListener("loadingdone", changed);
  return () => {
    observer.disconnect();
    scheme.removeEventListener("change", later);
    document.fonts.removeEventListener("loadingdone", changed);
  };
}
