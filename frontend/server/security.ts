/** What browsers may do with our pages, and which requests may write. */
import type { IncomingHttpHeaders } from "node:http";

const POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "font-src": "'self'",
  "connect-src": "'self'",
  // Players of films: none is loaded before a reader asks (components/blocks/Embed.astro).
  "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "manifest-src": "'self'",
};

function written(policy: Readonly<Record<string, string>>): string {
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
}

/** On every answer of our own. `no-referrer` would make a plain form send "Origin: null", which we refuse. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": written(POLICY),
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** On files that people uploaded: nothing in them runs, even if one is opened by its own address. */
export const UPLOAD_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  "content-security-policy": "default-src 'none'",
};

/** On a preview: the editors' site may frame it and brings its user bar into it, which styles itself as it runs. */
export function previewHeaders(adminOrigin: string): Readonly<Record<string, string>> {
  const { "x-frame-options": _framedByEditors, ...headers } = SECURITY_HEADERS;
  const policy = {
    ...POLICY,
    "script-src": `'self' ${adminOrigin}`,
    "style-src": `'self' ${adminOrigin} 'unsafe-inline'`,
    "img-src": `'self' ${adminOrigin} data:`,
    "font-src": `'self' ${adminOrigin}`,
    "connect-src": `'self' ${adminOrigin}`,
    "frame-ancestors": adminOrigin,
  };
  return {
    ...headers,
    "content-security-policy": written(policy),
    "x-robots-tag": "noindex, nofollow",
  };
}

/**
 * Says whether a write comes from one of our own pages. The browser's own word (Sec-Fetch-Site) decides; where it is
 * missing, Origin must be ours. A request with neither is not from a browser we know and is refused.
 */
export function mayWrite(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return headers.origin === publicOrigin;
}
