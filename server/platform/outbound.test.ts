import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createSocketServer, type Server } from "node:net";
import { promisify } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { outboundFetch } from "./outbound";
import { parseAllowList } from "./outbound-allow";
import { openSocket } from "./outbound-socket";
import type { OutboundWorld } from "./outbound-target";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ("closeAllConnections" in server) (server as ReturnType<typeof createServer>).closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A server on this machine that remembers what it was asked. */
async function vendor(answer: RequestListener): Promise<{ port: number; heard: Heard[] }> {
  const heard: Heard[] = [];
  const port = await listen(
    createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        heard.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
        answer(request, response);
      });
    }),
  );
  return { port, heard };
}

const world = (names: Record<string, string[]> = {}, allow = "127.0.0.1"): OutboundWorld => ({
  allow: parseAllowList(allow),
  resolve: async (host) => {
    const found = names[host];
    if (!found) throw new Error("ENOTFOUND");
    return found;
  },
});
const closed = (names: Record<string, string[]> = {}) => world(names, "");
const limits = { timeoutMs: 5_000, maxBytes: 100_000 };
const ask = (url: string, in_: OutboundWorld, more: Partial<Parameters<typeof outboundFetch>[0]> = {}) =>
  outboundFetch({ url, ...limits, ...more }, in_);
const ok = (response: ServerResponse, body = "{}") => response.end(body);

describe("addresses in every notation", () => {
  // Nobody listens behind these: a guard that let one through would answer `unavailable` or `timeout`.
  test.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://127。0。0。1/",
    "https://１２７.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://%31%32%37.0.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://[::]/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/latest/meta-data/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://user@127.0.0.1/",
    "https://example.com@127.0.0.1/",
    "https://example.com:secret@public.example/",
    "https://public.example:22/",
    "http://public.example/",
    "http://8.8.8.8/",
    "ftp://public.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_x",
    "data:text/plain,x",
    "javascript:1",
    "//public.example/",
    "public.example",
    "",
  ])("%s is forbidden", async (url) => {
    const result = await ask(url, closed({ "public.example": ["93.184.216.34"] }));
    expect(result).toMatchObject({ ok: false, kind: "forbidden", mayHaveArrived: false });
  });

  test.each(
    [
      "127.0.0.1",
      "10.0.0.1",
      "169.254.169.254",
      "::1",
      "::ffff:127.0.0.1",
      "fd00::1",
      "64:ff9b::a00:1",
    ].flatMap((address) => [[[address]], [["93.184.216.34", address]], [[address, "93.184.216.34"]]]),
  )("a name that leads to %j is forbidden", async (addresses) => {
    const url = "https://sneaky.example/";
    const result = await ask(url, closed({ "sneaky.example": addresses }));
    expect(result).toMatchObject({ ok: false, kind: "forbidden" });
    expect(JSON.stringify(result)).not.toContain(addresses.find((one) => one !== "93.184.216.34"));
  });

  test.each(["localhost", "localhost.", "ⓛocalhost", "LOCALHOST", "a.localhost"])(
    "%s is what it resolves to",
    async (host) => {
      const names = { localhost: ["127.0.0.1", "::1"], "a.localhost": ["127.0.0.1"] };
      expect(await ask(`https://${host}/`, closed(names))).toMatchObject({ kind: "forbidden" });
    },
  );

  test("a name nobody knows is unavailable", async () => {
    expect(await ask("https://nowhere.example/", closed())).toMatchObject({
      kind: "unavailable",
      mayHaveArrived: false,
    });
  });
});

describe("rebinding", () => {
  test("the name is asked for once, and the checked address is the one connected to", async () => {
    const { port, heard } = await vendor((_, response) => ok(response, "checked"));
    let questions = 0;
    const rebinding: OutboundWorld = {
      allow: parseAllowList(`127.0.0.1:${port}`),
      // Good the first time; whoever asks again is led to the metadata service.
      resolve: async () => [questions++ === 0 ? "127.0.0.1" : "169.254.169.254"],
    };
    const result = await ask(`http://rebind.example:${port}/x`, rebinding);
    expect(result).toMatchObject({ ok: true, status: 200 });
    expect(questions).toBe(1);
    expect(heard[0]?.headers.host).toBe(`rebind.example:${port}`);
  });

  test("a redirect to the same name is checked anew", async () => {
    const { port, heard } = await vendor((_, response) =>
      response.writeHead(302, { location: `http://rebind.example:${port}/again` }).end(),
    );
    let questions = 0;
    const result = await ask(`http://rebind.example:${port}/`, {
      allow: parseAllowList(`127.0.0.1:${port}`),
      resolve: async () => [questions++ === 0 ? "127.0.0.1" : "10.0.0.7"],
    });
    expect(result).toMatchObject({ ok: false, kind: "forbidden" });
    expect(heard).toHaveLength(1);
  });
});

describe("redirects", () => {
  test.each([
    "http://169.254.169.254/latest/",
    "http://10.0.0.1/",
    "https://[::1]/",
    "http://2130706433:1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http://user:pass@127.0.0.1/",
  ])("to %s is not followed", async (location) => {
    const { port } = await vendor((_, response) => response.writeHead(302, { location }).end());
    const result = await ask(`http://127.0.0.1:${port}/`, world({}, `127.0.0.1:${port}`));
    expect(result).toMatchObject({ ok: false, kind: "forbidden" });
  });

  test("three are followed, four are not, and with none allowed the redirect is the answer", async () => {
    const { port, heard } = await vendor((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) return ok(response, "there");
      response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const result = await ask(`http://127.0.0.1:${port}/3`, world());
    expect(result.ok && Buffer.from(result.body).toString()).toBe("there");
    expect(heard).toHaveLength(4);
    expect(await ask(`http://127.0.0.1:${port}/4`, world())).toMatchObject({ ok: false, kind: "forbidden" });
    expect(await ask(`http://127.0.0.1:${port}/4`, world(), { maxRedirects: 0 })).toMatchObject({
      status: 302,
    });
  });

  test("credentials stay with the origin they were given for", async () => {
    const other = await vendor((_, response) => ok(response));
    const first = await vendor((request, response) =>
      response
        .writeHead(302, {
          location:
            request.url === "/same"
              ? "/end"
              : request.url === "/end"
                ? ""
                : `http://127.0.0.1:${other.port}/`,
        })
        .end(),
    );
    const headers = {
      Authorization: "Bearer s3cret",
      Cookie: "a=b",
      "X-Api-Key": "s3cret",
      Accept: "text/plain",
    };
    await ask(`http://127.0.0.1:${first.port}/away`, world(), { headers });
    expect(other.heard[0]?.headers.accept).toBe("text/plain");
    expect(JSON.stringify(other.heard)).not.toMatch(/s3cret|a=b/);
    await ask(`http://127.0.0.1:${first.port}/same`, world(), { headers, maxRedirects: 1 });
    expect(first.heard.at(-1)?.headers["x-api-key"]).toBe("s3cret");
  });

  test("what was sent is not sent to somebody else; 303 makes it a question", async () => {
    const other = await vendor((_, response) => ok(response));
    const first = await vendor((request, response) =>
      response
        .writeHead(Number(request.url?.slice(1)), { location: `http://127.0.0.1:${other.port}/` })
        .end(),
    );
    const body = "personal";
    const to = (status: number) =>
      ask(`http://127.0.0.1:${first.port}/${status}`, world(), {
        method: "POST",
        body,
        headers: { "content-type": "text/plain" },
      });
    expect(await to(307)).toMatchObject({ ok: false, kind: "forbidden" });
    expect(await to(308)).toMatchObject({ ok: false, kind: "forbidden" });
    expect(other.heard).toEqual([]);
    expect(await to(303)).toMatchObject({ ok: true });
    expect(other.heard[0]).toMatchObject({ method: "GET", body: "" });
    expect(other.heard[0]?.headers["content-type"]).toBeUndefined();
  });
});

describe("limits", () => {
  test("an answer that is too large, announced or not", async () => {
    const { port } = await vendor((request, response) => {
      if (request.url === "/announced") response.setHeader("content-length", "200000");
      response.end("x".repeat(200_000));
    });
    for (const path of ["announced", "chunked"])
      expect(await ask(`http://127.0.0.1:${port}/${path}`, world())).toMatchObject({ kind: "too_large" });
  });

  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ] as const)("a %s bomb", async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(limits.maxBytes);
    const { port } = await vendor((_, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(bomb);
    });
    expect(await ask(`http://127.0.0.1:${port}/`, world())).toMatchObject({ kind: "too_large" });
  });

  test("what comes packed is unpacked; what is broken is unavailable", async () => {
    const { port } = await vendor((request, response) => {
      response
        .writeHead(200, { "content-encoding": "gzip" })
        .end(request.url === "/good" ? gzipSync("hello") : "not gzip");
    });
    const good = await ask(`http://127.0.0.1:${port}/good`, world());
    expect(good.ok && Buffer.from(good.body).toString()).toBe("hello");
    expect(await ask(`http://127.0.0.1:${port}/bad`, world())).toMatchObject({ kind: "unavailable" });
  });

  test("too many headers", async () => {
    const { port } = await vendor((_, response) => {
      for (let i = 0; i < 40; i++) response.setHeader(`x-${i}`, "y".repeat(1_000));
      ok(response);
    });
    expect(await ask(`http://127.0.0.1:${port}/`, world())).toMatchObject({ kind: "too_large" });
  });

  test("an answer that never comes, or never ends, or a name that is never answered", async () => {
    const { port } = await vendor((request, response) => {
      if (request.url === "/drips") response.write("a");
    });
    const short = { timeoutMs: 150 };
    for (const path of ["silent", "drips"])
      expect(await ask(`http://127.0.0.1:${port}/${path}`, world(), short)).toMatchObject({
        kind: "timeout",
        mayHaveArrived: true,
      });
    const never: OutboundWorld = { ...world(), resolve: () => new Promise(() => {}) };
    expect(await ask("https://never.example/", never, short)).toMatchObject({
      kind: "timeout",
      mayHaveArrived: false,
    });
  });

  test("nobody listening, and somebody who speaks no HTTP", async () => {
    const port = await listen(createSocketServer((socket) => socket.resume().end("220 hello\r\n")));
    expect(await ask(`http://127.0.0.1:${port}/`, world())).toMatchObject({
      kind: "unavailable",
      mayHaveArrived: true,
    });
    expect(await ask("http://127.0.0.1:1/", world())).toMatchObject({
      kind: "unavailable",
      mayHaveArrived: false,
    });
  });

  test("a signal from outside ends it by throwing", async () => {
    const { port } = await vendor(() => {});
    const stop = new AbortController();
    const asking = ask(`http://127.0.0.1:${port}/`, world(), { signal: stop.signal });
    stop.abort(new Error("shutting down"));
    await expect(asking).rejects.toThrow("shutting down");
  });
});

describe("what is sent", () => {
  test("method, headers and body arrive; the connection's own headers are refused", async () => {
    const { port, heard } = await vendor((_, response) => ok(response, "thanks"));
    const url = `http://127.0.0.1:${port}/a?b=c`;
    const result = await ask(url, world(), {
      method: "put",
      headers: { "Content-Type": "application/json" },
      body: '{"ä":1}',
    });
    expect(result).toMatchObject({ ok: true, status: 200 });
    expect(heard[0]).toMatchObject({ method: "PUT", url: "/a?b=c", body: '{"ä":1}' });
    for (const name of ["Host", "Content-Length", "transfer-encoding", "Connection"])
      expect(await ask(url, world(), { headers: { [name]: "x" } })).toMatchObject({ kind: "forbidden" });
    expect(await ask(url, world(), { headers: { "x-a": "b\r\nx-c: d" } })).toMatchObject({
      kind: "forbidden",
    });
    expect(await ask(url, world(), { headers: { "x a": "b" } })).toMatchObject({ kind: "forbidden" });
    expect(await ask(url, world(), { method: "CONNECT" })).toMatchObject({ kind: "forbidden" });
    expect(heard).toHaveLength(1);
  });

  test("no path, query or credential is repeated in a refusal", async () => {
    const { port } = await vendor(() => {});
    for (const url of [
      `http://127.0.0.1:${port}/s3cret?k=s3cret`,
      "https://10.0.0.1/s3cret",
      "https://s3cret@a.example",
    ]) {
      const result = await ask(url, world({}, `127.0.0.1:${port}`), {
        timeoutMs: 100,
        headers: { "x-k": "s3cret" },
      });
      expect(JSON.stringify(result)).not.toContain("s3cret");
    }
  });
});

describe("what speaks no HTTP", () => {
  const signal = new AbortController().signal;
  const open = (at: { host: string; port: number; isEncrypted?: boolean }, in_: OutboundWorld) =>
    openSocket({ isEncrypted: true, isUsualPort: (port) => port >= 1024, signal, ...at }, in_);

  test("is connected to a checked address only", async () => {
    const port = await listen(createSocketServer((socket) => socket.resume().end()));
    const { socket, host } = await open(
      { host: "DB.internal.", port },
      world({ "db.internal": ["127.0.0.1"] }),
    );
    expect([host, socket.remoteAddress]).toEqual(["db.internal", "127.0.0.1"]);
    socket.destroy();
  });

  test.each([
    ["127.1", 5432, {}],
    ["0x7f000001", 5432, {}],
    ["db.example", 5432, { "db.example": ["10.0.0.1"] }],
    ["db.example", 5432, { "db.example": ["93.184.216.34", "169.254.169.254"] }],
    ["db.example", 22, { "db.example": ["93.184.216.34"] }],
    ["user@db.example", 5432, { "db.example": ["93.184.216.34"] }],
    ["db.example/x", 5432, { "db.example": ["93.184.216.34"] }],
    ["db.example:22", 5432, { "db.example": ["93.184.216.34"] }],
  ])("%s:%i is forbidden", async (host, port, names) => {
    await expect(open({ host, port }, closed(names))).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("unencrypted only where an operator vouches", async () => {
    const at = { host: "db.example", port: 5432, isEncrypted: false };
    await expect(open(at, closed({ "db.example": ["93.184.216.34"] }))).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("OUTBOUND_ALLOW=db.example:5432"),
    });
  });
});

test("a proxy that the environment names hears nothing", async () => {
  const proxy = await vendor((_, response) => ok(response, "from the proxy"));
  const target = await vendor((_, response) => ok(response, "from the target"));
  const script = `
    const { outboundFetch } = await import("./server/platform/outbound.ts");
    const answer = await outboundFetch({ url: process.argv[1], timeoutMs: 5000, maxBytes: 1000 });
    console.log(answer.ok ? Buffer.from(answer.body).toString() : answer.message);`;
  const address = `http://127.0.0.1:${proxy.port}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--import",
      "./server/launch/typescript.mjs",
      "--input-type=module",
      "-e",
      script,
      `http://127.0.0.1:${target.port}/`,
    ],
    {
      env: {
        ...process.env,
        NODE_USE_ENV_PROXY: "1",
        NODE_TLS_REJECT_UNAUTHORIZED: "0",
        ...{
          HTTP_PROXY: address,
          http_proxy: address,
          HTTPS_PROXY: address,
          ALL_PROXY: address,
          NO_PROXY: "",
        },
      },
    },
  );
  expect(stdout.trim()).toBe("from the target");
  expect(proxy.heard).toEqual([]);
});

/** Made for this test by nobody anyone knows; it opens nothing. */
const OWN_CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrePl8j7d0yJvOE2Z
8SpwWzEQ5ODgefPr1l+4gSNcqjKhRANCAAQ8/k3wvJfTQyi5GrHxLVk6qn3lJU2u
hFAk0m4NptwhqqO/iZHPHoby/9ONkS7dF61YkUTh8A6OXhILj2NGoems
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBjzCCATagAwIBAgIUWNt4p+d66fim7b/TYW78E92zTngwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTA1MjQwOVoYDzIxMjYxMTAx
MDUyNDA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ8/k3wvJfTQyi5GrHxLVk6qn3lJU2uhFAk0m4NptwhqqO/iZHPHoby
/9ONkS7dF61YkUTh8A6OXhILj2NGoemso2QwYjAdBgNVHQ4EFgQUnxFW+pw6sD5i
6OLa/wJUwR+eW0owHwYDVR0jBBgwFoAUnxFW+pw6sD5i6OLa/wJUwR+eW0owDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0cAMEQC
IE/MGeQcyOFOqL7Gtpe7m5MmPdCAYwO6zQ71wVo15YL+AiAaCSxu3zBHMSEImwdG
RjIrRHLIDlUjbgNgqEUwZpqViQ==
-----END CERTIFICATE-----`,
};

test("a certificate nobody vouches for is refused, whatever the environment says", async () => {
  const port = await listen(createSecureServer(OWN_CERTIFICATE, (_, response) => ok(response)));
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    const result = await ask(`https://127.0.0.1:${port}/`, world());
    expect(result).toMatchObject({
      ok: false,
      kind: "unavailable",
      message: expect.stringContaining("certificate nobody vouches for"),
      mayHaveArrived: false,
    });
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
});
