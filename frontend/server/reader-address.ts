/** Tells the backend who is calling, in a way that only this server can. */
import { createHmac } from "node:crypto";
import { type BlockList, isIP, isIPv6 } from "node:net";

/**
 * Returns the address of the reader whose request comes through a connection from `socket`: of a proxy of ours, what it
 * says last in `forwarded` (X-Forwarded-For); of anybody else, the connection's own.
 */
export function readerAddress({
  socket,
  forwarded,
  proxies,
}: {
  socket: string;
  forwarded: string | string[] | undefined;
  proxies: BlockList;
}): string {
  const caller = plain(socket);
  if (!isIP(caller) || !proxies.check(caller, isIPv6(caller) ? "ipv6" : "ipv4")) return socket;
  const named =
    String(forwarded ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? "";
  return isIP(named) ? named : socket;
}

/**
 * Returns the value of X-Reader-Address for a reader whose connection comes from `address`: "<ip>;<seconds>;<hex>",
 * where the hex is HMAC-SHA256 over "reader-address;<ip>;<seconds>".
 */
export function signReaderAddress({ address, secret, now }: { address: string; secret: string; now: number }): string {
  const ip = plain(address);
  const seconds = Math.floor(now / 1000);
  const signature = createHmac("sha256", secret).update(`reader-address;${ip};${seconds}`).digest("hex");
  return `${ip};${seconds};${signature}`;
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
}
