import type { DraftStep, DraftSteps } from "@/server/workflows/draft/schema";
import { patchBetween, patched } from "@/server/workflows/patches/policy";
import type { DraftParts } from "@/server/workflows/schema";

/** What is sent to be saved; see `editDraftInput`. */
export type SavedStep =
  | { kind: "edit"; words: string; patch: DraftStep["patch"] }
  | { kind: "undo" }
  | { kind: "redo" };

export type Saving =
  /** All of it is in the database. */
  | "saved"
  | "saving"
  /** The server could not be reached; it is tried again. */
  | "waiting"
  /** The server refused it; nothing more is sent until somebody decides. */
  | "refused"
  /** Somebody else edits the draft now, or saved it meanwhile. */
  | "taken";

export interface BuilderState {
  parts: DraftParts;
  /** The last saved revision. */
  revision: number;
  saving: Saving;
  /** What went wrong last, in words. */
  failure: string | undefined;
  /** What undo and redo would take next. */
  undo: DraftStep | undefined;
  redo: DraftStep | undefined;
}

/** Why a save failed: `offline` is tried again, `taken` and `refused` are not. */
export class SaveFailure extends Error {
  readonly kind: "offline" | "taken" | "refused";

  constructor(kind: SaveFailure["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

interface StoreOptions {
  parts: DraftParts;
  revision: number;
  steps: DraftSteps;
  send: (input: { revision: number; steps: SavedStep[] }) => Promise<{ revision: number }>;
  /** Milliseconds of any clock. */
  clock?: () => number;
  /** Calls later; answers how to call it off. */
  later?: (run: () => void, ms: number) => () => void;
}

/** Typing that pauses longer is another step. */
const MERGE_MS = 1_500;
const SAVE_AFTER_MS = 600;
const AGAIN_MS = 2_000;
const MOST_AT_ONCE = 100;

interface Mergeable {
  key: string;
  at: number;
  before: DraftParts;
}

/**
 * The draft in the hands of whoever edits it. Edits take effect at once and are saved behind them, in order, each a step
 * that undo takes back by itself: also after a reload, for the steps are the draft's own log.
 */
export function createBuilder(options: StoreOptions) {
  const {
    send,
    clock = () => performance.now(),
    later = (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  } = options;
  let { parts, revision } = options;
  const undo = [...options.steps.undo];
  const redo = [...options.steps.redo];
  let queue: SavedStep[] = [];
  let merging: Mergeable | undefined;
  let isSending = false;
  let callOff: (() => void) | undefined;
  let saving: Saving = "saved";
  let failure: string | undefined;
  const listeners = new Set<() => void>();
  let shown = stateNow();

  function stateNow(): BuilderState {
    return { parts, revision, saving, failure, undo: undo.at(-1), redo: redo.at(-1) };
  }
  function tell(): void {
    shown = stateNow();
    for (const listener of listeners) listener();
  }
  const mayEdit = () => saving !== "taken";

  function schedule(ms: number): void {
    callOff ??= later(() => {
      callOff = undefined;
      void flush();
    }, ms);
  }

  /** Sends what was not sent yet. Answers when all of it is saved or cannot be. */
  async function flush(): Promise<void> {
    callOff?.();
    callOff = undefined;
    if (isSending || queue.length === 0 || saving === "taken" || saving === "refused") return;
    isSending = true;
    // What is on its way can no longer grow.
    merging = undefined;
    const sent = queue.slice(0, MOST_AT_ONCE);
    saving = "saving";
    tell();
    try {
      ({ revision } = await send({ revision, steps: sent }));
      queue = queue.slice(sent.length);
      saving = queue.length > 0 ? "saving" : "saved";
      failure = undefined;
    } catch (error) {
      const kind = error instanceof SaveFailure ? error.kind : "offline";
      saving = kind === "offline" ? "waiting" : kind;
      failure = error instanceof Error ? error.message : undefined;
    }
    isSending = false;
    if (saving === "waiting") schedule(AGAIN_MS);
    tell();
    if (saving === "saving") await flush();
  }

  function put(step: SavedStep): void {
    queue.push(step);
    if (saving === "saved") saving = "saving";
    schedule(SAVE_AFTER_MS);
    tell();
  }

  return {
    get: (): BuilderState => shown,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** One step. Steps of one `merge` key that follow each other quickly are one. */
    edit(words: string, change: (parts: DraftParts) => DraftParts, { merge }: { merge?: string } = {}): void {
      if (!mayEdit()) return;
      const before = parts;
      const next = change(before);
      const last = queue.at(-1);
      const grows =
        merge !== undefined &&
        merging?.key === merge &&
        clock() - merging.at < MERGE_MS &&
        last?.kind === "edit" &&
        redo.length === 0;
      const from = grows && merging ? merging.before : before;
      const patch = patchBetween(from, next);
      if (patchBetween(before, next).length === 0) return;
      parts = next;
      if (grows && last?.kind === "edit") {
        undo.pop();
        queue.pop();
      }
      merging = merge === undefined ? undefined : { key: merge, at: clock(), before: from };
      // Typed and taken back by typing: there is nothing to save.
      if (patch.length === 0) {
        merging = undefined;
        if (queue.length === 0 && !isSending) saving = "saved";
        tell();
        return;
      }
      undo.push({ words, patch, inverse: patchBetween(next, from) });
      redo.length = 0;
      put({ kind: "edit", words, patch });
    },

    undo(): void {
      const step = mayEdit() ? undo.pop() : undefined;
      if (!step) return;
      merging = undefined;
      parts = patched(parts, step.inverse) as DraftParts;
      redo.push(step);
      put({ kind: "undo" });
    },

    redo(): void {
      const step = mayEdit() ? redo.pop() : undefined;
      if (!step) return;
      merging = undefined;
      parts = patched(parts, step.patch) as DraftParts;
      undo.push(step);
      put({ kind: "redo" });
    },

    /** Somebody else has the draft now: nothing is sent any more, and nothing can be changed. */
    lose(message: string): void {
      saving = "taken";
      failure = message;
      tell();
    },

    flush,
    /** Whether something would be lost by closing the window now. */
    hasUnsaved: () => queue.length > 0,
  };
}
