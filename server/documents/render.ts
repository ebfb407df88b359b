import { join } from "node:path";
import { shared } from "@/server/platform/shared";
import { MAX_PDF_PAGES, MAX_PIXELS, type Refusal } from "./schema";
import type { Media } from "./sniff";

interface RenderedPage {
  bytes: Uint8Array;
  mediaType: "image/jpeg" | "image/png";
  width: number;
  height: number;
}
export type Rendered = { pages: RenderedPage[] } | { refusal: Refusal };

export interface RenderLimits {
  pixels: number;
  pages: number;
  side: number;
  timeoutMs: number;
  /** How much this process may grow while a file is opened: what a bomb unpacks to. */
  growthBytes: number;
}

const usual: RenderLimits = {
  pixels: MAX_PIXELS,
  pages: MAX_PDF_PAGES,
  side: 2_200,
  timeoutMs: 60_000,
  growthBytes: 1_024 * 1_024 * 1_024,
};

/**
 * Taken from Node itself, because a bundler that sees a worker being made packs its file, and a packed one no longer
 * finds the fonts and tables that lie beside the PDF reader.
 */
const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");

/** Files opened at once in this process; others wait their turn. */
const AT_ONCE = 2;
const WATCH_MS = 50;

/** A turn at opening files. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const gate = shared("render gate", () => ({ busy: 0, waiting: [] as (() => void)[] }));
  if (gate.busy >= AT_ONCE) await new Promise<void>((resolve) => gate.waiting.push(resolve));
  else gate.busy++;
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.busy--;
  }
}

/** Turns a file into pictures made by us, in a thread that is ended when it takes too long or too much. */
export function renderPages(
  media: Media,
  bytes: Uint8Array,
  limits: Partial<RenderLimits> = {},
): Promise<Rendered> {
  const { timeoutMs, growthBytes, ...own } = { ...usual, ...limits };
  return inTurn(
    () =>
      new Promise<Rendered>((resolve) => {
        const worker = new Thread(join(process.cwd(), "server/documents/render-worker.ts"), {
          workerData: { media, bytes, limits: own },
          // Nothing of ours is of use to a file: no settings, no keys.
          env: {},
          stdout: true,
          stderr: true,
          resourceLimits: { maxOldGenerationSizeMb: 512 },
        });
        const before = process.memoryUsage.rss();
        const end = (answer: Rendered) => {
          clearTimeout(clock);
          clearInterval(watch);
          resolve(answer);
          void worker.terminate();
        };
        const clock = setTimeout(() => end({ refusal: "too_heavy" }), timeoutMs);
        const watch = setInterval(() => {
          if (process.memoryUsage.rss() - before > growthBytes) end({ refusal: "too_heavy" });
        }, WATCH_MS);
        worker.once("message", end);
        worker.once("error", (error: NodeJS.ErrnoException) =>
          end({ refusal: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too_heavy" : "damaged" }),
        );
        worker.once("exit", () => end({ refusal: "damaged" }));
      }),
  );
}
