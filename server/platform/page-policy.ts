import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What every answer tells the browser. `unsafe-inline` styles are the price of Mantine and the canvas. */
const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** The Content-Security-Policy of one answer. Development needs eval and a socket for reloading, production neither. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Sets the headers of an answer before anybody writes it. The policy stands on the request too, where Next finds the
 * nonce and stamps its own scripts; `x-nonce` is for scripts of ours, `x-path` for pages that lead back to where they were
 * asked for. A client's claim to any of them is overwritten.
 */
export function applyPagePolicy(
  request: IncomingMessage,
  response: ServerResponse,
  options: { development: boolean; https: boolean },
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, options.development);
  delete request.headers["content-security-policy-report-only"];
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  request.headers["x-path"] = request.url ?? "/";
  response.setHeader("content-security-policy", policy);
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  if (options.https) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
}
