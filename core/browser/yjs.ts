// What we use of Yjs: a part of the script of its own, fetched when a page has texts, and not before its first picture stands.

export { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector, UndoManager } from "yjs";
