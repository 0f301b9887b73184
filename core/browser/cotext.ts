// One co-edited text: a Yjs text and the native textarea that shows it.
//
// `base` is the text that the textarea stands on. While somebody composes a letter (IME), or before the first sync has come, the
// textarea is left alone: what others write meanwhile is gathered in `others`, and joined with what was typed when that ends.

import type * as Yjs from "yjs";
import * as drafts from "./drafts";
import { live } from "./live";
import { kept } from "./page";
import { after, apply, between, clean, follow, type Splice } from "./splice";
import { STEP1, STEP2, textFrame, UPDATE } from "./wire";

export type Saving = "idle" | "saving" | "saved" | "offline";

const REMOTE = "remote";
const TYPED = "typed";
const KEEP_AFTER = 250;

const toText = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const toBytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Yjs itself; it is fetched apart from the rest of the script. */
export type Library = typeof import("./yjs");

export class CoText {
  field: HTMLTextAreaElement | null = null;
  /** Called when the text reads differently, and when it is saved or not. */
  onChange: (text: string, saving: Saving) => void = () => undefined;

  private doc: Yjs.Doc;
  private text: Yjs.Text;
  private undo: Yjs.UndoManager;
  private synced = false;
  private composing = false;
  private base = "";
  private others: Splice[] = [];
  private sent = 0;
  private acknowledged = 0;
  private unsaved = false;
  private keeping = 0;
  private readonly listeners = new AbortController();

  constructor(
    private readonly yjs: Library,
    readonly key: string,
    readonly limit: number,
  ) {
    this.doc = new yjs.Doc();
    this.text = this.doc.getText("text");
    this.undo = this.undoes();
    this.listen();
    const stored = kept.get(`text:${key}`);
    if (stored) {
      yjs.applyUpdate(this.doc, toBytes(stored), REMOTE);
      this.unsaved = true;
    }
  }

  /** Whether everything that was typed here is on the server's disk. */
  get isSaved(): boolean {
    return !this.unsaved && (!this.field || this.field.value === this.base);
  }

  private get isHeld(): boolean {
    return this.composing || !this.synced;
  }

  /** Show the text in this textarea from now on. */
  bind(field: HTMLTextAreaElement): void {
    if (this.field === field) return;
    if (this.field) this.unbind();
    this.field = field;
    field.setAttribute("data-bound", "");
    const on = { signal: this.listeners.signal };
    const mine = (call: (event: Event) => void) => (event: Event) => {
      if (this.field === field) call(event);
    };
    field.addEventListener("input", mine(() => this.typed()), on);
    field.addEventListener("compositionstart", mine(() => (this.composing = true)), on);
    field.addEventListener("compositionend", mine(() => this.composed()), on);
    field.addEventListener("keydown", mine((event) => this.undoKey(event as KeyboardEvent)), on);
    field.addEventListener("beforeinput", mine((event) => this.undoGesture(event as InputEvent)), on);
    if (this.synced) this.show();
    else this.base = field.defaultValue;
  }

  /** Leave the textarea alone. */
  unbind(): void {
    this.field?.removeAttribute("data-bound");
    this.field = null;
  }

  /** Ask the server for the text; also after every break of the connection. */
  open(): void {
    this.sent = this.acknowledged = 0;
    live.send(textFrame(this.key, STEP1, this.yjs.encodeStateVector(this.doc)));
  }

  /** A sync message of the server. */
  hear(step: number, body: Uint8Array): void {
    if (step === STEP1) {
      // What one has no news for still lists every deletion: it is sent only where something of ours is not saved.
      if (this.unsaved) this.push(STEP2, this.yjs.encodeStateAsUpdate(this.doc, body));
      else this.tell();
      return;
    }
    this.yjs.applyUpdate(this.doc, body, REMOTE);
    if (!this.synced && step === STEP2) this.firstSync();
  }

  /** The server has so many of our updates on its disk. */
  saved(count: number): void {
    this.acknowledged = count;
    if (this.sent === count) this.forget();
    this.tell();
  }

  /** The connection is gone: what is typed stays here for now. */
  lost(): void {
    this.tell();
  }

  /** The server has refused what we hold: keep the words that are not stored, and begin with an empty document. */
  reset(reason: string): void {
    const words = this.field ? this.field.value : this.text.toString();
    if (!this.isSaved) drafts.keep(this.key, words, reason);
    this.forget();
    this.sent = this.acknowledged = 0;
    this.doc.destroy();
    this.doc = new this.yjs.Doc();
    this.text = this.doc.getText("text");
    this.undo = this.undoes();
    this.synced = false;
    this.composing = false;
    this.others = [];
    this.listen();
    // What stands in the field is a draft now; the first sync replaces it.
    this.base = this.field?.value ?? "";
  }

  /** Write words at the end, as if they had been typed. */
  append(words: string): void {
    const field = this.field;
    if (!field) return;
    field.value += (field.value && !field.value.endsWith("\n") ? "\n" : "") + words;
    field.setSelectionRange(field.value.length, field.value.length);
    this.typed();
  }

  /** Nothing of this text is needed on this page any more. */
  close(): void {
    this.unbind();
    this.listeners.abort();
    window.clearTimeout(this.keeping);
    this.doc.destroy();
  }

  /** What is stored on this device for this text is not needed any more. */
  private forget(): void {
    window.clearTimeout(this.keeping);
    this.keeping = 0;
    this.unsaved = false;
    kept.set(`text:${this.key}`, null);
  }

  /** The page is being left: what is not saved stays on this device. */
  suspend(): void {
    if (this.keeping) this.keepNow();
    if (!this.synced && this.field && this.field.value !== this.base) drafts.keep(this.key, this.field.value, "storage");
  }

  private keepNow(): void {
    window.clearTimeout(this.keeping);
    this.keeping = 0;
    kept.set(`text:${this.key}`, toText(this.yjs.encodeStateAsUpdate(this.doc)));
  }

  private listen(): void {
    const { doc, text } = this;
    text.observe((event, transaction) => {
      if (transaction.origin !== TYPED) this.changed(event.delta as Delta[]);
      else this.base = text.toString();
    });
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === REMOTE) this.tell();
      else this.push(UPDATE, update);
    });
  }

  private undoes(): Yjs.UndoManager {
    return new this.yjs.UndoManager(this.text, { trackedOrigins: new Set([TYPED]), captureTimeout: 400 });
  }

  private push(step: number, update: Uint8Array): void {
    if (this.synced && live.send(textFrame(this.key, step, update))) this.sent++;
    // Kept until it is saved: a page that is closed or loaded anew in between brings it along.
    this.unsaved = true;
    this.keeping ||= window.setTimeout(() => this.keepNow(), KEEP_AFTER);
    this.tell();
  }

  private tell(): void {
    let saving: Saving = this.acknowledged ? "saved" : "idle";
    if (!this.isSaved) saving = live.state === "live" ? "saving" : "offline";
    this.onChange(this.isHeld && this.field ? this.field.value : this.text.toString(), saving);
  }

  // What is typed here

  private typed(): void {
    if (this.composing) return;
    this.sanitise();
    if (this.synced) this.flush();
    else this.tell();
  }

  private composed(): void {
    this.composing = false;
    this.typed();
  }

  /** Take characters out that cannot be stored, and words that do not fit; the latter are kept beside the field. */
  private sanitise(): void {
    const field = this.field;
    if (!field) return;
    const value = clean(field.value);
    const units = [...value];
    const excess = units.length - Math.max(this.limit, [...this.base].length);
    let cut: Splice | null = null;
    if (excess > 0) {
      const change = between(this.base, value, field.selectionEnd);
      const words = [...(change?.added ?? "")];
      const left = words.slice(0, words.length - excess).join("");
      const gone = words.slice(words.length - excess).join("");
      if (change) cut = { at: change.at + left.length, removed: gone.length, added: "" };
      // A letter or two too many are seen by whoever types them; a lost paste is worth keeping.
      if (excess > 20) drafts.keep(this.key, gone, "trimmed", this.limit);
    }
    const wanted = cut ? apply(value, [cut]) : value;
    if (wanted === field.value) return;
    const caret = Math.min(cut ? cut.at : field.selectionEnd, wanted.length);
    field.value = wanted;
    field.setSelectionRange(caret, caret);
  }

  /** Bring what was typed into the document, and the textarea to where the document stands. */
  private flush(): void {
    const field = this.field;
    if (!field || this.isHeld) return;
    const caret = field.selectionEnd;
    const change = between(this.base, field.value, caret);
    const others = this.others;
    this.others = [];
    const pieces = change ? after(change, others) : [];
    if (change) {
      this.doc.transact(() => {
        for (const { at, removed, added } of pieces) {
          if (removed) this.text.delete(at, removed);
          if (added) this.text.insert(at, added);
        }
      }, TYPED);
    }
    this.base = this.text.toString();
    // Only where others wrote while the field was held does it read differently now.
    if (field.value !== this.base) this.write(this.base, caretAfter(caret, change, pieces, others));
  }

  private firstSync(): void {
    this.synced = true;
    const now = this.text.toString();
    const started = between(this.base, now);
    this.others = started ? [started] : [];
    if (!this.composing) this.flush();
    this.show();
    this.tell();
  }

  private undoKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      this.takeBack(key === "y" || event.shiftKey);
    }
  }

  private undoGesture(event: InputEvent): void {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      this.takeBack(event.inputType === "historyRedo");
    }
  }

  /** Take back (or do again) what was typed here, and nothing that others wrote. */
  private takeBack(again: boolean): void {
    if (this.isHeld) return;
    const before = this.text.toString();
    if (again) this.undo.redo();
    else this.undo.undo();
    const change = between(before, this.text.toString());
    const caret = change ? change.at + change.added.length : null;
    if (caret !== null) this.field?.setSelectionRange(caret, caret);
  }

  // What others write

  private changed(delta: Delta[]): void {
    const changes: Splice[] = [];
    let at = 0;
    for (const { retain = 0, insert = "", delete: removed = 0 } of delta) {
      at += retain;
      if (insert || removed) changes.push({ at, removed, added: insert });
      at += insert.length;
    }
    if (this.isHeld || !this.field) {
      if (this.synced) this.others.push(...changes);
      if (!this.field) {
        this.base = this.text.toString();
        this.others = [];
      }
      return;
    }
    for (const { at: place, removed, added } of changes) this.field.setRangeText(added, place, place + removed, "preserve");
    this.base = this.text.toString();
    // A browser that counts otherwise than we do must not drift away.
    if (this.field.value !== this.base) this.write(this.base, this.field.selectionEnd);
    this.settle();
  }

  private show(): void {
    const field = this.field;
    if (!field || this.composing) return;
    this.base = this.text.toString();
    if (field.value !== this.base) {
      const change = between(field.value, this.base);
      this.write(this.base, change ? follow(field.selectionEnd, change) : field.selectionEnd);
    }
    this.settle();
  }

  /** What reads now is what a form would call unchanged. A textarea that nobody has typed in loses its caret by that. */
  private settle(): void {
    const field = this.field;
    if (!field || field.defaultValue === this.base) return;
    const { selectionStart, selectionEnd, selectionDirection } = field;
    field.defaultValue = this.base;
    if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  }

  private write(value: string, caret: number): void {
    const field = this.field;
    if (!field) return;
    const { scrollTop } = field;
    field.value = value;
    if (document.activeElement === field) field.setSelectionRange(caret, caret);
    field.scrollTop = scrollTop;
  }
}

/** Where the caret goes after a held field was joined with what others wrote: it stays at the words that were typed. */
function caretAfter(caret: number, change: Splice | null, pieces: readonly Splice[], others: readonly Splice[]): number {
  const written = pieces[pieces.length - 1];
  if (change?.added && written && caret >= change.at && caret <= change.at + change.added.length) {
    return written.at + caret - change.at;
  }
  const grown = change && caret > change.at ? change.added.length - change.removed : 0;
  return Math.max(0, others.reduce(follow, caret - grown) + grown);
}

interface Delta {
  retain?: number;
  insert?: string;
  delete?: number;
}
