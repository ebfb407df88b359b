import { failureOf } from "@/components/trpc/failure";
import type { SaveAnswersInput, SavedAnswers } from "@/server/collection/schema";
import { readUnsaved, type Typed, writeUnsaved } from "./unsaved";

/** How far the typing is from being safe. `stopped`: the server will not take it; the words say why. */
export type SaveState =
  | { is: "idle" }
  | { is: "saving" }
  | { is: "saved" }
  | { is: "waiting" }
  | { is: "stopped"; message: string };

const PAUSE_MS = 700;
const RETRY_MS = [1_000, 3_000, 8_000, 20_000] as const;
const BATCH = 100;

interface KeeperOptions {
  application: string;
  form: string;
  save: (input: SaveAnswersInput) => Promise<SavedAnswers>;
  onState: (state: SaveState) => void;
  /** Another device's later word: show it. */
  onNewer: (newer: SavedAnswers["newer"]) => void;
}

/**
 * Keeps every typed field until the server has confirmed it: in memory, in this browser, and again and again on the way.
 * A field typed anew while it travels stays unsaved.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #typed: Map<string, Typed>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One batch after the other: two on the way could arrive in the wrong order. */
  #queue: Promise<boolean> = Promise.resolve(true);
  #failures = 0;
  #state: SaveState = { is: "idle" };

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#typed = readUnsaved(options.application, options.form);
  }

  /** What this browser still holds from before. */
  get unsaved(): ReadonlyMap<string, Typed> {
    return this.#typed;
  }

  /** Begins watching; the answer ends it. What was left from before goes out at once. */
  start(): () => void {
    const flush = () => void this.flush();
    // A page that goes away cannot wait for its turn.
    const leave = () => this.#typed.size > 0 && void this.#send();
    const hide = () => document.visibilityState === "hidden" && leave();
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", hide);
    if (this.#typed.size > 0) void this.flush();
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", flush);
      document.removeEventListener("visibilitychange", hide);
      void this.flush();
    };
  }

  note(changes: ReadonlyMap<string, unknown>): void {
    if (changes.size === 0) return;
    const typedAt = new Date().toISOString();
    for (const [path, value] of changes) this.#typed.set(path, { value, typedAt });
    this.#persist();
    this.#schedule(PAUSE_MS);
  }

  /** Sends what is not safe yet. True when everything is. */
  flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#queue = this.#queue.then(() => this.#drain());
    return this.#queue;
  }

  async #drain(): Promise<boolean> {
    while (this.#typed.size > 0) if (!(await this.#send())) return false;
    return true;
  }

  /** One batch: fields typed at one moment travel under that moment, so that old typing never beats newer. */
  async #send(): Promise<boolean> {
    const oldest = [...this.#typed.values()].map((one) => one.typedAt).sort()[0] ?? "";
    const isOld = Date.now() - Date.parse(oldest) > RETRY_MS[3];
    const batch = [...this.#typed].filter(([, one]) => !isOld || one.typedAt === oldest).slice(0, BATCH);
    const typedAt = isOld
      ? oldest
      : (batch
          .map(([, one]) => one.typedAt)
          .sort()
          .at(-1) ?? oldest);
    if (this.#state.is !== "waiting") this.#report({ is: "saving" });
    try {
      const { newer } = await this.#options.save({
        form: this.#options.form,
        answers: batch.map(([path, { value }]) => ({ path, value: value as never })),
        typedAt,
      });
      for (const [path, sent] of batch) if (this.#typed.get(path) === sent) this.#typed.delete(path);
      this.#failures = 0;
      this.#persist();
      // What was typed here meanwhile is later still.
      const theirs = newer.filter(({ path }) => !this.#typed.has(path));
      if (theirs.length > 0) this.#options.onNewer(theirs);
      if (this.#typed.size === 0) this.#report({ is: "saved" });
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    const { code, message } = failureOf(error);
    const isPassing = ["OFFLINE", "INTERNAL_SERVER_ERROR", "TOO_MANY_REQUESTS", "TIMEOUT"].includes(code);
    if (!isPassing) {
      this.#report({ is: "stopped", message });
      return;
    }
    this.#failures++;
    this.#report({ is: "waiting" });
    this.#schedule(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? RETRY_MS[3]);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #persist(): void {
    writeUnsaved(this.#options.application, this.#options.form, this.#typed);
  }

  #report(state: SaveState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
