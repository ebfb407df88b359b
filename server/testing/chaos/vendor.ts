import { createServer } from "node:http";
import type { Dice } from "./world";

/** A vendor with books of its own: what it was asked under which key, and what it charged. */
export interface ChargingVendor {
  url: string;
  /** Question → each key it was asked under, and how often it was charged. */
  books: Map<string, { keys: Set<string>; charged: number }>;
  close(): Promise<void>;
}

const SLOWEST_MS = 400;
const REFUSES_OF_100 = 10;

/**
 * `/notes` knows a repeated `Idempotency-Key` and does what it asks once; `/charges` does not and charges every call.
 * Both are slow at times, and say at times that they are not there before they do anything.
 */
export async function chargingVendor(dice: Dice): Promise<ChargingVendor> {
  const books: ChargingVendor["books"] = new Map();
  const done = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { question } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as { question?: string };
    const key = String(request.headers["idempotency-key"]);
    const say = (status: number) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: "ok" }));
    };
    if (question === undefined) return say(404);
    if (dice.between(0, 100) < REFUSES_OF_100) return say(503);
    const book = books.get(question) ?? { keys: new Set<string>(), charged: 0 };
    books.set(question, book);
    book.keys.add(key);
    const isCopy = request.url === "/notes" && done.has(key);
    if (!isCopy) book.charged++;
    done.add(key);
    // Charged before it is said: whoever asks and dies in between knows nothing of it.
    setTimeout(() => say(200), dice.between(0, SLOWEST_MS));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    books,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
