/** Tells the backend who is calling, in a way that only this server can. */
import { createHmac } from "node:crypto";

/**
 * Returns the value of X-Reader-Address for a reader whose connection comes from `address`: "<ip>;<seconds>;<hex>",
 * where the hex is HMAC-SHA256 over "reader-address;<ip>;<seconds>". Only the socket is believed, no header.
 */
export function signReaderAddress({ address, secret, now }: { address: string; secret: string; now: number }): string {
  const ip = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const seconds = Math.floor(now / 1000);
  const signature = createHmac("sha256", secret).update(`reader-address;${ip};${seconds}`).digest("hex");
  return `${ip};${seconds};${signature}`;
}
