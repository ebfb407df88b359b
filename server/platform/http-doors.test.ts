import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announcesTooMuch, boundBody } from "./body-limit";
import { sendResponse, toRequest } from "./http-bridge";
import { doorOf, mayReadMetrics } from "./metrics";
import { applyPagePolicy } from "./page-policy";

const LIMIT = 1_000;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    try {
      applyPagePolicy(request, response, { development: false, https: request.url === "/https" });
      if (announcesTooMuch(request, LIMIT)) return response.writeHead(413).end();
      boundBody(request, LIMIT);
      if (request.url === "/meters") return response.end(String(mayReadMetrics(request)));
      const web = toRequest(request, response);
      const answer = Response.json(
        {
          method: web.method,
          path: new URL(web.url).pathname,
          body: await web.text(),
          nonce: web.headers.get("x-nonce"),
        },
        {
          status: 201,
          headers: [
            ["set-cookie", "a=1"],
            ["set-cookie", "b=2"],
          ],
        },
      );
      await sendResponse(answer, response);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

/** Sends a body in pieces without saying how long it is. */
const dribble = (pieces: string[]) =>
  new Promise<number | string>((done) => {
    const call = send(url, { method: "POST", headers: { "transfer-encoding": "chunked" } }, (answer) => {
      answer.resume();
      answer.once("end", () => done(answer.statusCode ?? 0));
    });
    call.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? "error"));
    for (const piece of pieces) call.write(piece);
    call.end();
  });

describe("the bridge between Node and the web", () => {
  it("carries method, path, body, status and every cookie", async () => {
    const answer = await fetch(`${url}/here?x=1`, { method: "POST", body: "hello" });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.json()).toMatchObject({ method: "POST", path: "/here", body: "hello" });
  });
});

describe("what every answer tells the browser", () => {
  it("gives each answer its own nonce, and the request the same one whatever the client claimed", async () => {
    const ask = () =>
      fetch(url, { headers: { "x-nonce": "mine", "content-security-policy": "script-src *" } });
    const [first, second] = [await ask(), await ask()];
    const policy = first.headers.get("content-security-policy") ?? "";
    const { nonce } = (await first.json()) as { nonce: string };
    expect(nonce).not.toBe("mine");
    expect(policy).toContain(`script-src 'nonce-${nonce}' 'strict-dynamic';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
    expect(second.headers.get("content-security-policy")).not.toBe(policy);
    expect(first.headers.get("x-content-type-options")).toBe("nosniff");
    expect(first.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  });

  it("demands https for a year only where https is spoken", async () => {
    expect((await fetch(url)).headers.get("strict-transport-security")).toBeNull();
    expect((await fetch(`${url}/https`)).headers.get("strict-transport-security")).toContain(
      "max-age=31536000",
    );
  });
});

describe("the largest body", () => {
  it("refuses one that is announced", async () => {
    expect((await fetch(url, { method: "POST", body: "x".repeat(LIMIT + 1) })).status).toBe(413);
    expect((await fetch(url, { method: "POST", body: "x".repeat(LIMIT) })).status).toBe(201);
  });

  it("cuts off one that grows without having said so", async () => {
    expect(await dribble(["x".repeat(500), "x".repeat(400)])).toBe(201);
    expect(await dribble(Array.from({ length: 50 }, () => "x".repeat(500)))).toMatch(/ECONNRESET|EPIPE/);
  });
});

describe("the meters", () => {
  const ask = async (headers: Record<string, string> = {}) =>
    (await fetch(`${url}/meters`, { headers })).text();

  it("are for this machine, and not for who came through a proxy", async () => {
    expect(await ask()).toBe("true");
    expect(await ask({ "x-forwarded-for": "127.0.0.1" })).toBe("false");
    expect(await ask({ forwarded: "for=127.0.0.1" })).toBe("false");
    expect(await ask({ authorization: "Bearer guessed" })).toBe("true");
  });

  it("label by kind, never by id or token", () => {
    expect(doorOf("/c/abc123")).toBe("applicant page");
    expect(doorOf("/api/v1/applications/app_1")).toBe("api");
    expect(doorOf("/cases/case_1")).toBe("page");
  });
});
