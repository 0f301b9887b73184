// The frames of the socket, version 1: JSON in text frames, y-protocols sync messages behind a text's key in binary frames.

export const SYNC = 0;
export const CLOSE = 1;
export const STEP1 = 0;
export const STEP2 = 1;
export const UPDATE = 2;

export interface Op {
  op: "upsert" | "move" | "delete";
  id: string;
  parent?: string | null;
  before?: string | null;
  html?: string;
}

export interface Person {
  id: string;
  person: string;
  name: string;
  role: string;
  hue: number;
  field: string | null;
  element: string | null;
  typing: boolean;
}

/** What the server says in text frames, by type. */
export interface Told {
  hello: { person: string; version: string; beat: number };
  frag: { room: string; seq: number; epoch: string; at: number; ops: Op[] };
  mine: { room: string; ops: Op[] };
  text: { key: string; plain: string };
  draw: { room: string; rev: string };
  saved: { key: string; count: number };
  rights: { room: string; rights: string[] };
  "text-reset": { key: string; reason: string };
  "text-trimmed": { key: string; limit: number; cut: string };
  pres: { room: string; all: boolean; people: Person[]; gone: string[] };
  reload: { why: string };
  bye: { retry_ms: number };
  pong: object;
}

export interface TextFrame {
  key: string;
  step: number;
  body: Uint8Array;
}

function numberBytes(number: number): number[] {
  const bytes: number[] = [];
  while (number > 127) {
    bytes.push(128 | (number & 127));
    number = Math.floor(number / 128);
  }
  bytes.push(number);
  return bytes;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A binary frame: a sync step of a text, or (without a step) that the page has closed it. */
export function textFrame(key: string, step?: number, body: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(key);
  const head = [step === undefined ? CLOSE : SYNC, ...numberBytes(name.length), ...name];
  if (step !== undefined) head.push(step, ...numberBytes(body.length));
  const frame = new Uint8Array(head.length + (step === undefined ? 0 : body.length));
  frame.set(head);
  if (step !== undefined) frame.set(body, head.length);
  return frame;
}

/** A binary frame of the server; null where it is of a kind that this page does not know. */
export function readTextFrame(data: ArrayBuffer): TextFrame | null {
  const bytes = new Uint8Array(data);
  let at = 0;
  const number = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  if (number() !== SYNC) return null;
  const length = number();
  const key = decoder.decode(bytes.subarray(at, at + length));
  at += length;
  const step = number();
  const size = number();
  return { key, step, body: bytes.subarray(at, at + size) };
}
