// Written by python -m graph.component.bundle.

export * from "../codemirror-43796d9c879d.min.js";
