// What can be done with an item: the entries of its menu. `to` is the canvas: `expand(id, kind)` and `act(what, id)`.

const STEP = 12; // how many links Python gives at a time

/** The entries for `node`, see Menu.show. */
export function choicesFor(node, to) {
  const group = node.shape === "group";
  const act = (what) => () => to.act(what, node.id);
  return [
    ...(group ? [{ label: "Show what is in it", run: () => to.expand(node.id) }] : links(node, to)),
    ...(group ? [] : [{ label: "Collapse", key: "C", run: act("collapse"), group: " " }]),
    { label: "Hide", key: "H", run: act("hide"), group: " " },
    node.pinned
      ? { label: "Unpin", key: "P", run: act("unpin"), group: " " }
      : { label: "Pin", key: "P", run: act("pin"), group: " " },
    ...(group ? [] : [{ label: "Find a path from here …", run: act("path"), group: "  " }]),
  ];
}

function links({ id, left, links = [] }, to) {
  const known = left !== undefined;
  const all = {
    label: known && left === 0 ? "All its links are shown" : known && left < STEP ? `Show the last ${left}` : `Show the next ${STEP}`,
    key: "Enter",
    disabled: left === 0,
    run: () => to.expand(id),
  };
  const number = (n) => n.toLocaleString("en");
  const kinds = links.map(({ key, label, total, left: rest }) => ({
    group: "Show links",
    label,
    note: `${number(total - rest)} of ${number(total)} shown`,
    disabled: rest === 0,
    run: () => to.expand(id, key),
  }));
  return [...kinds, { ...all, group: kinds.length ? "Show links" : "" }];
}
