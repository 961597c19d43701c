/** The id under which every line about one request is found, here, at the backend and with its worker. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { BlockList, isIPv6 } from "node:net";

/** Long enough to be found, with nothing in it that means something to a log or a header. */
const WELL_FORMED = /^[A-Za-z\d-]{8,64}$/;

const INNER = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  INNER.addSubnet(network, prefix);
}
INNER.addAddress("::1", "ipv6");
INNER.addSubnet("fc00::", 7, "ipv6");

// The server and the built site each carry a copy of this module; the registry of symbols makes them share one object.
const PLACE = Symbol.for("motacilla.trail");
const shelf = globalThis as { [PLACE]?: AsyncLocalStorage<string> };
shelf[PLACE] ??= new AsyncLocalStorage<string>();
const trail = shelf[PLACE];

/**
 * Returns the id of a request: `header` if it is well formed and a proxy on the inner network says so, else a new one.
 * `socket` is the address its connection comes from, empty for a local socket.
 */
export function requestIdFrom(header: string | string[] | undefined, socket: string | undefined): string {
  const named = typeof header === "string" && WELL_FORMED.test(header) && isInner(socket ?? "");
  return named ? header : randomUUID().replaceAll("-", "");
}

/** Does `work` as part of the request `id`. */
export function follow<T>(id: string, work: () => T): T {
  return trail.run(id, work);
}

/** Returns the id of the request that is under way, or nothing where none is. */
export function requestId(): string {
  return trail.getStore() ?? "";
}

/** Returns the header that tells the backend on whose behalf it is asked. */
export function trailHeader(): Record<string, string> {
  const id = requestId();
  return id ? { "x-request-id": id } : {};
}

function isInner(address: string): boolean {
  const ip = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return !ip || INNER.check(ip, isIPv6(ip) ? "ipv6" : "ipv4");
}
