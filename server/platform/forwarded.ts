import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";

const claims = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"];

/**
 * Makes the `x-forwarded-*` headers of a request true, before anything reads them. Behind a trusted proxy its own
 * entry is the last of each; otherwise whatever the client claimed is dropped for what the socket says.
 */
export function settleForwarded(request: IncomingMessage, trustProxy: boolean): void {
  const last = (name: string) =>
    String(request.headers[name] ?? "")
      .split(",")
      .at(-1)
      ?.trim() || undefined;
  const socketProto = (request.socket as Partial<TLSSocket>).encrypted ? "https" : "http";
  const facts = {
    "x-forwarded-for": (trustProxy && last("x-forwarded-for")) || request.socket.remoteAddress || "unknown",
    "x-forwarded-host": (trustProxy && last("x-forwarded-host")) || request.headers.host || "",
    "x-forwarded-proto": trustProxy && last("x-forwarded-proto") === "https" ? "https" : socketProto,
  };
  for (const name of claims) delete request.headers[name];
  Object.assign(request.headers, facts);
}
