// One text becoming another as one replacement, and what such replacements do to each other's places.

/** `removed` units at `at` were replaced by `added`. Units are UTF-16, as in textareas and in Yjs. */
export interface Splice {
  at: number;
  removed: number;
  added: string;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/**
 * The smallest replacement that leads from one text to another; null where they are equal.
 * Where several would do (an "a" among many), it is the one that ends at the caret. Letters of two units are never cut in half.
 */
export function between(old: string, now: string, caret = now.length): Splice | null {
  if (old === now) return null;
  const most = Math.min(old.length, now.length);
  let tail = 0;
  while (tail < Math.min(most, now.length - caret) && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  let head = 0;
  while (head < most - tail && old[head] === now[head]) head++;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  if (head > 0 && isHigh(now.charCodeAt(head - 1))) head--;
  if (tail > 0 && isLow(now.charCodeAt(now.length - tail))) tail--;
  return { at: head, removed: old.length - head - tail, added: now.slice(head, now.length - tail) };
}

/** Where a place in a text is after a replacement that somebody else made; a place inside it moves to its end. */
export function follow(place: number, change: Splice): number {
  if (place <= change.at) return place;
  if (place >= change.at + change.removed) return place + change.added.length - change.removed;
  return change.at + change.added.length;
}

/** A replacement that was made beside others, as it reads after them: its words stay, and it removes only what is still there. */
export function after(mine: Splice, others: readonly Splice[]): Splice[] {
  let at = mine.at;
  let pieces: [number, number][] = mine.removed ? [[mine.at, mine.at + mine.removed]] : [];
  for (const other of others) {
    at = follow(at, other);
    const end = other.at + other.removed;
    const left: [number, number][] = [];
    for (const [from, to] of pieces) {
      if (from < other.at) left.push([from, Math.min(to, other.at)]);
      const shift = other.added.length - other.removed;
      if (to > end) left.push([Math.max(from, end) + shift, to + shift]);
    }
    pieces = left.filter(([from, to]) => to > from);
  }
  const result: Splice[] = pieces
    .sort((a, b) => b[0] - a[0])
    .map(([from, to]) => ({ at: from, removed: to - from, added: "" }));
  // What is removed in front of the new words moves them.
  const before = pieces.reduce((sum, [from, to]) => sum + (from < at ? Math.min(to, at) - from : 0), 0);
  if (mine.added) result.push({ at: at - before, removed: 0, added: mine.added });
  return result;
}

/** A text after replacements, one after the other. */
export function apply(text: string, changes: readonly Splice[]): string {
  return changes.reduce((now, { at, removed, added }) => now.slice(0, at) + added + now.slice(at + removed), text);
}

const CONTROL = /[\x00-\x08\x0b-\x1f\ufffe\uffff]/g;
const PAIR_OR_HALF = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** A text without characters that cannot be stored: control characters and halves of letters. */
export function clean(text: string): string {
  return text.replace(CONTROL, "").replace(PAIR_OR_HALF, (unit) => (unit.length === 2 ? unit : ""));
}
