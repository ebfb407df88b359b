import { newKey } from "@/components/ui/new-key";
import type { DraftStep, DraftSteps } from "@/server/workflows/draft/schema";
import { patchBetween, patched } from "@/server/workflows/patches/policy";
import type { MadeStep } from "@/server/workflows/replay/policy";
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
  /** No answer came: the server could not be reached, or is in trouble. It is tried again. */
  | "waiting"
  /** The server refused it; it is sent again with the change that mends it. */
  | "refused"
  /** Somebody else edits the draft now, or saved it meanwhile. */
  | "taken";

export interface BuilderState {
  parts: DraftParts;
  /** The last saved revision. */
  revision: number;
  saving: Saving;
  /** How many steps would be lost by closing the window now. */
  unsaved: number;
  /** What went wrong last, in words. */
  failure: string | undefined;
  /** What undo and redo would take next. */
  undo: DraftStep | undefined;
  redo: DraftStep | undefined;
  /** All of them: those that stand, the last made last, and those that were taken back, the next one last. */
  steps: DraftSteps;
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
  /** The same `key` is the same steps: however often they are sent, they are saved once. */
  /** Who edits here, and what time it is for them. */
  signed: () => { by: string; at: string };
  send: (input: { key: string; revision: number; steps: SavedStep[] }) => Promise<{ revision: number }>;
  /** Milliseconds of any clock. */
  clock?: () => number;
  /** Calls later; answers how to call it off. */
  later?: (run: () => void, ms: number) => () => void;
}

/** Typing that pauses longer is another step. */
const MERGE_MS = 1_500;
const SAVE_AFTER_MS = 600;
const AGAIN_MS = 2_000;
/** An answer that takes longer was lost on its way. */
const ANSWER_MS = 15_000;
const MOST_AT_ONCE = 100;
const MOST_WORDS = 200;

/** A step that is not saved, as people call it. */
const leftoverWords = (step: SavedStep): string =>
  step.kind === "edit" ? step.words : step.kind === "undo" ? "Undo a step" : "Redo a step";

/** The draft with what undo and redo would take. */
interface Standing {
  parts: DraftParts;
  undo: readonly DraftStep[];
  redo: readonly DraftStep[];
}

/** A step that is not known to be saved, and how everything stood after it. */
interface Queued {
  step: SavedStep;
  after: Standing;
}

interface Mergeable {
  key: string;
  at: number;
  before: DraftParts;
}

/**
 * The draft in the hands of whoever edits it. Edits take effect at once and are saved behind them, in order, each a step
 * that undo takes back by itself: also after a reload, for the steps are the draft's own log. What was sent without an
 * answer may have been saved or not; it is sent again as it was, under its key, before anything else.
 */
export function createBuilder(options: StoreOptions) {
  const {
    send,
    signed,
    clock = () => performance.now(),
    later = (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  } = options;
  let { parts, revision } = options;
  const undo = [...options.steps.undo];
  const redo = [...options.steps.redo];
  let queue: Queued[] = [];
  let saved: Standing = standing();
  /** The first of the queue, as they were sent; the answer is not here yet. */
  let batch: { key: string; queued: readonly Queued[] } | undefined;
  let sending: Promise<void> | undefined;
  let merging: Mergeable | undefined;
  let isMending = false;
  let callOff: (() => void) | undefined;
  let saving: Saving = "saved";
  let failure: string | undefined;
  const listeners = new Set<() => void>();
  let shown = stateNow();

  function stateNow(): BuilderState {
    const unsaved = queue.length;
    const steps = { undo: [...undo], redo: [...redo] };
    return { parts, revision, saving, unsaved, failure, undo: undo.at(-1), redo: redo.at(-1), steps };
  }
  function standing(): Standing {
    return { parts, undo: [...undo], redo: [...redo] };
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

  /** Sends what was not sent yet. Answers when all of it is saved (`true`) or cannot be. */
  async function flush(): Promise<boolean> {
    callOff?.();
    callOff = undefined;
    await sending;
    if (queue.length > 0 && mayEdit() && saving !== "refused")
      do {
        sending ??= sendBatch();
        await sending;
      } while (queue.length > 0 && saving === "saving");
    return queue.length === 0;
  }

  async function sendBatch(): Promise<void> {
    if (!batch) {
      // What is on its way can no longer grow.
      merging = undefined;
      batch = { key: newKey(), queued: queue.slice(0, MOST_AT_ONCE) };
    }
    const { key, queued } = batch;
    // While the server is not reached that stays said: it is not better for being tried.
    if (saving !== "waiting") saving = "saving";
    tell();
    try {
      ({ revision } = await inTime(send({ key, revision, steps: queued.map(({ step }) => step) })));
      batch = undefined;
      queue = queue.slice(queued.length);
      saved = queued.at(-1)?.after ?? saved;
      isMending = false;
      failure = undefined;
      if (mayEdit()) saving = queue.length > 0 ? "saving" : "saved";
    } catch (error) {
      failed(error);
    }
    sending = undefined;
    tell();
  }

  function failed(error: unknown): void {
    const kind = error instanceof SaveFailure ? error.kind : "offline";
    if (!mayEdit()) return;
    failure = error instanceof Error ? error.message : undefined;
    saving = kind === "offline" ? "waiting" : kind;
    if (kind === "offline") schedule(AGAIN_MS);
    if (kind !== "refused") return;
    // A refusal is an answer: none of it stands.
    batch = undefined;
    isMending = true;
    const isLastWord = queue.length === 1;
    gather();
    // A later step may have mended what an earlier one broke.
    if (isLastWord || queue.length === 0) return;
    saving = "saving";
    schedule(SAVE_AFTER_MS);
  }

  function inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = later(
        () => reject(new SaveFailure("offline", "The server did not answer in time.")),
        ANSWER_MS,
      );
      answer.then(resolve, reject).finally(stop);
    });
  }

  /** What was refused step by step would be refused again: all that is not saved becomes one step, with what mends it. */
  function gather(): void {
    const words = queue.findLast(({ step }) => step.kind === "edit")?.step;
    const patch = patchBetween(saved.parts, parts);
    merging = undefined;
    queue = [];
    undo.splice(0, undo.length, ...saved.undo);
    redo.splice(0, redo.length, ...saved.redo);
    if (patch.length === 0) {
      saving = "saved";
      failure = undefined;
      return;
    }
    const edit = { words: words?.kind === "edit" ? words.words : "Several changes", patch };
    undo.push({ ...edit, inverse: patchBetween(parts, saved.parts), ...signed() });
    redo.length = 0;
    queue.push({ step: { kind: "edit", ...edit }, after: standing() });
  }

  function put(step: SavedStep): void {
    queue.push({ step, after: standing() });
    if (saving === "saved" || saving === "refused") saving = "saving";
    // What is on its way has its answer to come, and is gathered with it where that is another refusal.
    if (isMending && !batch) gather();
    if (queue.length > 0) schedule(saving === "waiting" ? AGAIN_MS : SAVE_AFTER_MS);
    tell();
  }

  function takeBack(): void {
    const step = mayEdit() ? undo.pop() : undefined;
    if (!step) return;
    merging = undefined;
    parts = patched(parts, step.inverse) as DraftParts;
    redo.push(step);
    put({ kind: "undo" });
  }

  function makeAgain(): void {
    const step = mayEdit() ? redo.pop() : undefined;
    if (!step) return;
    merging = undefined;
    parts = patched(parts, step.patch) as DraftParts;
    undo.push(step);
    put({ kind: "redo" });
  }

  return {
    get: (): BuilderState => shown,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** One step. Steps of one `merge` key that follow each other quickly are one. */
    edit(title: string, change: (parts: DraftParts) => DraftParts, { merge }: { merge?: string } = {}): void {
      if (!mayEdit()) return;
      const before = parts;
      const next = change(before);
      const last = queue.at(-1)?.step;
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
        if (queue.length === 0) saving = "saved";
        tell();
        return;
      }
      // What grows is called as it was when it began: *Rename “Review”*, not *Rename “Analys”*.
      const words = grows && last?.kind === "edit" ? last.words : title.slice(0, MOST_WORDS);
      undo.push({ words, patch, inverse: patchBetween(next, from), ...signed() });
      redo.length = 0;
      put({ kind: "edit", words, patch });
    },

    undo: takeBack,
    redo: makeAgain,

    /** Takes back or makes again until so many steps stand: one act, however many they are. */
    goTo(count: number): void {
      // What was refused is gathered into one step as it goes: nobody could say how many stand.
      if (isMending) return;
      const far = count - undo.length;
      for (let n = 0; n < Math.abs(far); n++) (far < 0 ? takeBack : makeAgain)();
    },

    /** What is not known to be saved, step by step, as it was made. */
    leftover(): MadeStep[] {
      let before = saved.parts;
      return queue.map(({ step, after }) => {
        const made = { words: leftoverWords(step), before, after: after.parts };
        before = after.parts;
        return made;
      });
    },

    /** Somebody else has the draft now: nothing is sent any more, and nothing can be changed. */
    lose(message: string): void {
      saving = "taken";
      failure = message;
      tell();
    },

    flush,
    /** Tries at once what is tried again in a while: the network is there again. */
    again(): void {
      if (saving !== "waiting" || sending) return;
      saving = "saving";
      void flush();
    },
    hasUnsaved: () => queue.length > 0,
  };
}
