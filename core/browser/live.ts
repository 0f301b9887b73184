// The live socket: one per page. It comes back by itself after any break, says what the page has already, and gets the rest.

import { page, type RoomPlace } from "./page";
import { readTextFrame, type TextFrame, type Told } from "./wire";

export type State = "connecting" | "live" | "waiting" | "signed-out" | "no-access";

const SIGN_IN = 4401;
const NO_ACCESS = 4403;
const SILENT = 4000;
const OPEN = 1;
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 3000;

type Handlers = { [T in keyof Told]?: ((told: Told[T]) => void)[] };

class Live {
  state: State = "connecting";
  private socket: WebSocket | null = null;
  private readonly rooms = new Map<string, RoomPlace>(page.rooms.map((place) => [place.room, place]));
  private readonly handlers: Handlers = {};
  private readonly openers: (() => void)[] = [];
  private readonly watchers: ((state: State) => void)[] = [];
  private readers: ((frame: TextFrame) => void)[] = [];
  private breaks = 0;
  private pause = 0;
  private timer = 0;
  private beat = 0;
  private beating = 0;
  private heard = 0;

  start(): void {
    if (!this.rooms.size) return;
    this.on("hello", ({ beat }) => {
      this.breaks = 0;
      this.beat = beat;
      window.clearInterval(this.beating);
      this.beating = window.setInterval(() => this.sign(), beat);
      this.become("live");
      for (const open of this.openers) open();
    });
    this.on("frag", ({ room, seq, epoch, at }) => this.rooms.set(room, { ...this.rooms.get(room), room, since: seq, epoch, at }));
    this.on("bye", ({ retry_ms }) => (this.pause = retry_ms));
    for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, () => this.hurry());
    window.addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.hurry();
    });
    this.connect();
  }

  /** Follow one more room from now on; a part of the page that was changed without a reload shows it. */
  follow(place: RoomPlace): void {
    if (this.rooms.has(place.room)) return;
    this.rooms.set(place.room, place);
    page.rooms.push(place);
    if (this.state === "live") this.send({ type: "sub", rooms: [place] });
  }

  /** Call a function with every message of one type. */
  on<T extends keyof Told>(type: T, call: (told: Told[T]) => void): void {
    const list: ((told: Told[T]) => void)[] = this.handlers[type] ?? [];
    list.push(call);
    this.handlers[type] = list as Handlers[T];
  }

  /** Call a function with every frame of a text. */
  onText(call: (frame: TextFrame) => void): void {
    this.readers.push(call);
  }

  /** Call a function whenever the connection stands (again), after the rooms were asked for. */
  onOpen(call: () => void): void {
    this.openers.push(call);
    if (this.state === "live") call();
  }

  /** Call a function with every change of state. */
  watch(call: (state: State) => void): void {
    this.watchers.push(call);
  }

  /** Send; false where there is no connection: whoever sends says it again when there is one. */
  send(frame: object | Uint8Array<ArrayBuffer>): boolean {
    if (!this.socket || this.socket.readyState !== OPEN) return false;
    this.socket.send(frame instanceof Uint8Array ? frame : JSON.stringify(frame));
    return true;
  }

  private become(state: State): void {
    if (this.state === state) return;
    this.state = state;
    for (const call of this.watchers) call(state);
  }

  private connect(): void {
    window.clearTimeout(this.timer);
    if (this.socket || this.state === "signed-out" || this.state === "no-access") return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws?v=1`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => socket.send(JSON.stringify({ type: "sub", rooms: [...this.rooms.values()] }));
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.hear(event.data);
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  private hear(data: string | ArrayBuffer): void {
    this.heard = Date.now();
    if (typeof data !== "string") {
      const frame = readTextFrame(data);
      if (frame) for (const call of this.readers) call(frame);
      return;
    }
    const told = JSON.parse(data) as { type: keyof Told } & Told[keyof Told];
    for (const call of this.handlers[told.type] ?? []) {
      try {
        (call as (told: Told[keyof Told]) => void)(told);
      } catch (error) {
        console.error(`live: ${told.type}`, error);
      }
    }
  }

  /** A sign of life; where the server has been silent for three of them, the connection is dead and only looks alive. */
  private sign(): void {
    if (Date.now() - this.heard > 3 * this.beat && !document.hidden) this.drop();
    else this.send({ type: "ping" });
  }

  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.onclose = null;
    socket.close(SILENT);
    this.lost(SILENT);
  }

  private lost(code: number): void {
    this.socket = null;
    window.clearInterval(this.beating);
    if (code === SIGN_IN || code === NO_ACCESS) {
      this.become(code === SIGN_IN ? "signed-out" : "no-access");
      return;
    }
    this.become("waiting");
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 1.6 ** this.breaks++);
    const wait = this.pause || longest * (0.5 + Math.random() / 2);
    this.pause = 0;
    this.timer = window.setTimeout(() => this.connect(), wait);
  }

  /** Somebody looks at the page, or the network is back: do not wait for the pause to end. */
  private hurry(): void {
    if (this.socket && Date.now() - this.heard > 3 * Math.max(this.beat, 1000)) this.drop();
    this.connect();
  }
}

export const live = new Live();
