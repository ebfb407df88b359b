import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { answerApi } from "@/server/api/answer-api";
import { announcesTooMuch, boundBody, limitOf } from "@/server/platform/body-limit";
import { database } from "@/server/platform/database";
import { env } from "@/server/platform/env";
import { failureFacts } from "@/server/platform/failure";
import { settleForwarded } from "@/server/platform/forwarded";
import { sendResponse, toRequest } from "@/server/platform/http-bridge";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { log } from "@/server/platform/log";
import { surviveLostWrites } from "@/server/platform/lost-write";
import { doorOf, mayReadMetrics, metrics } from "@/server/platform/metrics";
import { applyPagePolicy } from "@/server/platform/page-policy";
import { quietConsole } from "@/server/platform/quiet-console";
import { reasonNotReady } from "@/server/platform/readiness";

/** The HTTP server: health, meters, the API's fast doors, and Next for the rest. Started by the launcher. */

const settings = env();
const development = settings.NODE_ENV === "development";
const publicHttps = settings.PUBLIC_URL?.startsWith("https:") === true;
/** Requests that have not ended by then are cut off when the process stops. */
const DRAIN_MS = 10_000;

keys();
if (!development) quietConsole();

/** Addresses of the API that are asked often and wait for nobody: they answer without going through Next. */
const FAST = /^\/api\/v1\/decisions(\/|$)/;

const server = createServer({
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
});
const pages = next({
  dev: development,
  dir: process.cwd(),
  hostname: settings.HOST,
  port: settings.PORT,
  httpServer: server,
});
let stopping = false;

const say = (response: ServerResponse, status: number, body: object, type = "application/json") => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(JSON.stringify(body));
};
const refuse = (response: ServerResponse, status: number, problem: object) =>
  say(response, status, { status, ...problem }, "application/problem+json");

async function health(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (path === "/livez") say(response, 200, { status: "alive" });
  else if (path === "/readyz") {
    const reason = stopping ? "stopping" : await reasonNotReady();
    say(response, reason ? 503 : 200, reason ? { status: "not ready", reason } : { status: "ready" });
  } else if (path === "/metrics") {
    if (!mayReadMetrics(request)) say(response, 403, { status: "forbidden" });
    else {
      response.writeHead(200, {
        "content-type": metrics().registry.contentType,
        "cache-control": "no-store",
      });
      response.end(await metrics().registry.metrics());
    }
  } else return false;
  return true;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (stopping) response.setHeader("connection", "close");
  if (await health(path, request, response)) return;
  settleForwarded(request, settings.TRUST_PROXY);
  const https = publicHttps || request.headers["x-forwarded-proto"] === "https";
  applyPagePolicy(request, response, { development, https });
  const limit = limitOf(path);
  if (announcesTooMuch(request, limit)) {
    response.setHeader("connection", "close");
    refuse(response, 413, { title: "The request is larger than Gatehouse takes." });
    return;
  }
  boundBody(request, limit);
  if (FAST.test(path)) await sendResponse(await answerApi(toRequest(request, response)), response);
  else await handlePage(request, response);
}

server.on("request", (request: IncomingMessage, response: ServerResponse) => {
  const door = doorOf(request.url ?? "/");
  const timed = metrics().requests.startTimer({ door });
  response.once("close", () => timed({ status: `${Math.floor(response.statusCode / 100)}xx` }));
  answer(request, response).catch((error: unknown) => {
    const reference = newId("request");
    log().error({ reference, door, ...failureFacts(error) }, "a request failed");
    if (response.headersSent) response.destroy();
    else refuse(response, 500, { title: `Something went wrong. Reference: ${reference}`, reference });
  });
});

// Nothing of ours speaks through upgrades; development's reloading does, and Next listens for it itself.
if (!development) server.on("upgrade", (_request, socket) => socket.destroy());

/** First `/readyz` says no while everything is still answered, so that a balancer sends people elsewhere. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await new Promise((done) => setTimeout(done, settings.DRAIN_SECONDS * 1000));
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise((done) => {
    server.close(done);
    server.closeIdleConnections();
  });
  clearTimeout(cut);
  await Promise.race([pages.close(), new Promise((done) => setTimeout(done, 2_000))]);
  await database().$client.end({ timeout: 5 });
  process.exit(0);
}

surviveLostWrites();
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The launcher is gone without a word: nobody would end or restart us.
process.on("disconnect", stop);
process.on("unhandledRejection", (error) =>
  log().error(failureFacts(error), "nobody waited for this failure"),
);

await pages.prepare();
const handlePage = pages.getRequestHandler();
server.once("error", (error: NodeJS.ErrnoException) => {
  log().error({ code: error.code }, "the address cannot be listened on");
  process.exit(1);
});
server.listen(settings.PORT, settings.HOST, () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : settings.PORT;
  log().info({ host: settings.HOST, port }, "listening");
  process.send?.({ listening: port });
});
