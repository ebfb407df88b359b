import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { env } from "./env";
import { sha256 } from "./seal";
import { shared } from "./shared";

/** The meters of this process. Labels are kinds, never ids or paths. */
export function metrics() {
  return shared("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const requests = new Histogram({
      name: "gatehouse_http_request_seconds",
      help: "Time to answer a request, by door.",
      labelNames: ["door", "status"],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    });
    return { registry, requests };
  });
}

const doors: [RegExp, string][] = [
  [/^\/api\/v1\//, "api"],
  [/^\/api\/trpc\//, "trpc"],
  [/^\/api\/auth\//, "auth"],
  [/^\/api\//, "other api"],
  [/^\/_next\//, "asset"],
  [/^\/c\//, "applicant page"],
];

/** The kind of address, for a label: paths hold ids and an applicant's token. */
export const doorOf = (path: string): string => doors.find(([pattern]) => pattern.test(path))?.[1] ?? "page";

const isLoopback = (address: string | undefined) =>
  address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);

/**
 * Meters are for this machine, or for who knows METRICS_TOKEN. A request that came through a proxy is nobody of this
 * machine, so this is asked before the forwarding headers are settled.
 */
export function mayReadMetrics(request: IncomingMessage): boolean {
  const { METRICS_TOKEN } = env();
  const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (METRICS_TOKEN && sent)
    return timingSafeEqual(Buffer.from(sha256(sent)), Buffer.from(sha256(METRICS_TOKEN)));
  const forwarded = ["forwarded", "via", "x-forwarded-for", "x-real-ip"].some(
    (name) => name in request.headers,
  );
  return !METRICS_TOKEN && !forwarded && isLoopback(request.socket.remoteAddress);
}
