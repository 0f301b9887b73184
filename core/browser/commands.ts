// Commands: every change to the structure is a POST with an id of its own. Without a network it is kept on this device and
// sent when there is one again; the same id makes sure that it is carried out once.

import type { HtmxRequestCtx } from "htmx.org";
import { live } from "./live";
import { kept, page, randomId, say, toast } from "./page";

interface Waiting {
  url: string;
  body: string;
  id: string;
}

const PAUSE = 2000;
const counters: ((waiting: number) => void)[] = [];
let queue: Waiting[] = read();
let sending = false;

function read(): Waiting[] {
  const json = kept.get("commands");
  return json ? (JSON.parse(json) as Waiting[]) : [];
}

/** Call a function with the number of commands that wait for the network, now and whenever it changes. */
export function onWaiting(call: (waiting: number) => void): void {
  counters.push(call);
  call(queue.length);
}

function store(): void {
  kept.set("commands", queue.length ? JSON.stringify(queue) : null);
  for (const call of counters) call(queue.length);
}

function later(waiting: Waiting): void {
  queue.push(waiting);
  store();
}

/** Send a command; true when it was carried out or is kept for later, false when it was refused (the reason is shown). */
export async function command(url: string, values: Record<string, string> | URLSearchParams): Promise<boolean> {
  const body = new URLSearchParams(values);
  const id = randomId();
  body.set("command_id", id);
  try {
    return await deliver({ url, body: body.toString(), id });
  } catch {
    later({ url, body: body.toString(), id });
    return true;
  }
}

/** Whether an answer says that the server is not there, but somebody before it is. */
const isAway = (status: number): boolean => status === 502 || status === 503 || status === 504;

async function deliver({ url, body, id }: Waiting): Promise<boolean> {
  const answer = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "X-Command-Id": id },
    body,
  });
  if (isAway(answer.status)) throw new Error("away");
  if (answer.status < 400) return true;
  const told = await answer.text();
  if (told.includes("<")) toast(told, true);
  else toast(say("It did not succeed. Try again."));
  return false;
}

/** Send what waits, in its order. A command that is refused now is shown and let go. */
async function sendWaiting(): Promise<void> {
  if (sending || !queue.length) return;
  sending = true;
  try {
    for (let next = queue[0]; next; next = queue[0]) {
      await deliver(next);
      queue = queue.slice(1);
      store();
    }
  } catch {
    window.setTimeout(() => void sendWaiting(), PAUSE);
  } finally {
    sending = false;
  }
}

type Ctx = HtmxRequestCtx & { fetch?: typeof fetch };

export function startCommands(): void {
  if (page.person) live.onOpen(() => void sendWaiting());
  window.addEventListener("online", () => void sendWaiting());
  if (queue.length) void sendWaiting();
  // Forms that htmx sends: each gets its id, and those whose answer comes by the socket anyway may wait for the network.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: Ctx }>).detail;
    if (ctx.request.method === "GET") return;
    const id = randomId();
    ctx.request.headers["X-Command-Id"] = id;
    const { body } = ctx.request;
    if (body instanceof FormData) body.set("command_id", id);
    const mayWait = ctx.swap === "none" && page.room !== "" && page.person !== "";
    if (mayWait) ctx.fetch = (url, request) => patient(url, request, id);
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx?: Ctx }>).detail;
    // What the page fetches by itself is fetched again when there is a network; nobody asked for it.
    if (!ctx || (ctx.request.method === "GET" && ctx.sourceEvent?.type !== "click")) return;
    toast(live.state === "live" ? say("It did not succeed. Try again.") : say("No network connection"));
  });
}

async function patient(url: RequestInfo | URL, request: RequestInit | undefined, id: string): Promise<Response> {
  const { body } = request ?? {};
  const isKept = body instanceof URLSearchParams;
  try {
    const answer = await fetch(url, request);
    if (!isKept || !isAway(answer.status)) return answer;
  } catch (error) {
    if (!isKept || request?.signal?.aborted) throw error;
  }
  later({ url: String(url), body: (body as URLSearchParams).toString(), id });
  return new Response(null, { status: 204 });
}
