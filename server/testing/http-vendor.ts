import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface HeardRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpVendor {
  url: string;
  port: number;
  heard: HeardRequest[];
  /** What it says next, until told otherwise; `hang` says nothing, `drop` ends the connection unanswered. */
  answer: (request: HeardRequest) => VendorAnswer;
  close(): Promise<void>;
}

export type VendorAnswer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | "hang"
  | "drop";

/** A vendor on this machine that remembers what it was asked. */
export async function httpVendor(): Promise<HttpVendor> {
  const heard: HeardRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      heard.push(asked);
      const said = vendor.answer(asked);
      if (said === "drop") request.socket.destroy();
      else if (said !== "hang") {
        response.writeHead(said.status, { "content-type": "application/json", ...said.headers });
        response.end(said.body === undefined ? "" : JSON.stringify(said.body));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const vendor: HttpVendor = {
    url: `http://127.0.0.1:${port}`,
    port,
    heard,
    answer: () => ({ status: 200, body: {} }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return vendor;
}
