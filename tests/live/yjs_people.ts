// People who type with yjs and y-protocols as npm has them, at a server that is not theirs. The outer frame (a kind and a text's key)
// is written with lib0; nothing of our own browser code is in here. Prints what everybody reads at the end, and what they wrote.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

interface Order {
  url: string;
  rooms: string[];
  keys: string[];
  people: { cookie: string; letter: string }[];
  edits: number;
  breaks: number;
  seed: number;
}

declare const process: { argv: string[]; stdout: { write(words: string): void }; exit(code: number): void };

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

class Someone {
  readonly docs = new Map<string, Y.Doc>();
  readonly wrote: Record<string, number> = {};
  readonly told: string[] = [];
  private socket: WebSocket | null = null;
  private seed: number;

  constructor(
    readonly cookie: string,
    readonly letter: string,
    seed: number,
  ) {
    this.seed = seed;
    for (const key of order.keys) {
      const doc = new Y.Doc();
      this.docs.set(key, doc);
      this.wrote[key] = 0;
      doc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin !== this) this.send(key, (encoder) => sync.writeUpdate(encoder, update));
      });
    }
  }

  dice(most: number): number {
    this.seed = (this.seed * 1103515245 + 12345) & 0x7fffffff;
    return this.seed % most;
  }

  send(key: string, write: (encoder: encoding.Encoder) => void): void {
    if (this.socket?.readyState !== 1) return;
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, 0);
    encoding.writeVarString(encoder, key);
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  /** Connect; resolves when every text has had its first answer. */
  come(): Promise<void> {
    const waiting = new Set(order.keys);
    const headers = { Cookie: this.cookie, Origin: order.url };
    const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
    const socket = new Socket(`${order.url.replace("http", "ws")}/ws?v=1`, { headers });
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    return new Promise((done, failed) => {
      socket.onopen = () => {
        const rooms = order.rooms.map((room) => ({ room, since: null, epoch: null, at: null }));
        socket.send(JSON.stringify({ type: "sub", rooms }));
        for (const [key, doc] of this.docs) this.send(key, (encoder) => sync.writeSyncStep1(encoder, doc));
      };
      socket.onclose = () => failed(new Error("closed"));
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data === "string") {
          const { type } = JSON.parse(data) as { type: string };
          if (type.startsWith("text-")) this.told.push(data);
          return;
        }
        const decoder = decoding.createDecoder(new Uint8Array(data));
        decoding.readUint8(decoder);
        const key = decoding.readVarString(decoder);
        const doc = this.docs.get(key);
        if (!doc) return;
        const answer = encoding.createEncoder();
        const kind = sync.readSyncMessage(decoder, answer, doc, this);
        if (encoding.length(answer)) this.send(key, (encoder) => encoding.writeUint8Array(encoder, encoding.toUint8Array(answer)));
        if (kind === sync.messageYjsSyncStep2) waiting.delete(key);
        if (!waiting.size) done();
      };
    });
  }

  leave(): void {
    if (this.socket) this.socket.onclose = this.socket.onmessage = null;
    this.socket?.close();
    this.socket = null;
  }

  /** Write somewhere, or take one of one's own letters away: nobody else does, so the count at the end is known. */
  edit(): void {
    const key = order.keys[this.dice(order.keys.length)] ?? "";
    const text = this.docs.get(key)?.getText("text");
    if (!text) return;
    const now = text.toString();
    const own = now.indexOf(this.letter, this.dice(now.length + 1));
    if (own >= 0 && this.dice(3) === 0) {
      text.delete(own, this.letter.length);
      this.wrote[key] = (this.wrote[key] ?? 0) - 1;
      return;
    }
    let at = this.dice(now.length + 1);
    const before = now.charCodeAt(at - 1);
    if (before >= 0xd800 && before < 0xdc00) at--;
    text.insert(at, this.letter);
    this.wrote[key] = (this.wrote[key] ?? 0) + 1;
  }

  async work(): Promise<void> {
    const rest = Math.ceil(order.edits / (order.breaks + 1));
    for (let number = 1; number <= order.edits; number++) {
      this.edit();
      if (number % rest === 0 && number < order.edits) {
        this.leave();
        for (let away = 0; away < 3; away++) this.edit();
        await pause(this.dice(60));
        await this.come();
      }
      await pause(this.dice(12));
    }
  }
}

async function main(): Promise<void> {
  const people = order.people.map(({ cookie, letter }, number) => new Someone(cookie, letter, order.seed + number));
  await Promise.all(people.map((someone) => someone.come()));
  await Promise.all(people.map((someone) => someone.work()));
  const reads = (): string[] => order.keys.map((key) => JSON.stringify(people.map((one) => one.docs.get(key)?.getText("text").toString())));
  const equal = (): boolean => order.keys.every((key) => new Set(people.map((one) => one.docs.get(key)?.getText("text").toString())).size === 1);
  for (let still = 0, before = ""; still < 20; still++) {
    await pause(50);
    const now = reads().join();
    if (now !== before || !equal()) still = 0;
    before = now;
  }
  const found = people.map((one) => ({
    letter: one.letter,
    wrote: one.wrote,
    told: one.told,
    reads: Object.fromEntries([...one.docs].map(([key, doc]) => [key, doc.getText("text").toString()])),
  }));
  process.stdout.write(JSON.stringify(found));
  process.exit(0);
}

void main();
