"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import type { DraftSteps, DraftView } from "@/server/workflows/draft/schema";
import { changedDrawings, type Drawing, drawingOf } from "@/server/workflows/drawings/policy";
import type { MadeStep } from "@/server/workflows/replay/policy";
import type { DraftParts } from "@/server/workflows/schema";
import { type BuilderState, createBuilder, SaveFailure } from "./builder-store";

/** What every panel of the builder is given. */
export interface Builder {
  workflowId: string;
  parts: DraftParts;
  isReadOnly: boolean;
  /** One step that undo takes back by itself, saved by itself. `words` is what it is called in the history. */
  edit(words: string, change: (parts: DraftParts) => DraftParts, options?: { merge?: string }): void;
  undo(): void;
  redo(): void;
  /** Takes back or makes again until so many of the draft's steps stand. */
  goTo(count: number): void;
  canUndo: boolean;
  canRedo: boolean;
  /** Keys of the chosen nodes, the last chosen last; of notes `note:ID`. */
  selection: readonly string[];
  /** Also opens the drawing in which the last of them stands. */
  select(nodes: readonly string[]): void;
  /** The “for each” whose drawing is open; null is the outermost one. */
  open: Drawing;
  /** Opens another drawing; what was chosen is not seen there, and no longer chosen. */
  enter(drawing: Drawing): void;
  state: BuilderState;
  /** Saves what is not saved yet; answers when it is, or with `false` when it cannot be now. */
  flush(): Promise<boolean>;
  /** The steps made here that are in nobody's draft, when another window took it. */
  leftover(): readonly MadeStep[];
  /** The same, with the revision that then stands; nothing when it cannot be saved now. */
  savedRevision(): Promise<number | undefined>;
}

interface Given {
  workflowId: string;
  draft: DraftView;
  steps: DraftSteps;
  device: string | undefined;
  /** Who edits, as steps say it. */
  me: string;
  isMine: boolean;
  mayEdit: boolean;
}

/** Whoever signs in again, and a server that is well again, saves what was not saved. */
const kinds: Record<string, SaveFailure["kind"]> = {
  CONFLICT: "taken",
  OFFLINE: "offline",
  INTERNAL_SERVER_ERROR: "offline",
  TOO_MANY_REQUESTS: "offline",
  UNAUTHORIZED: "offline",
};

/** The draft in this window's hands. Mounted anew when the draft is loaded anew. */
export function useBuilder({ workflowId, draft, steps, device, me, isMine, mayEdit }: Given): Builder {
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.workflows.editDraft.mutationOptions());
  const window_ = useRef(device);
  window_.current = device;
  const [store] = useState(() =>
    createBuilder({
      parts: { document: draft.document, editor: draft.editor },
      revision: draft.revision,
      steps,
      signed: () => ({ by: me, at: new Date().toISOString() }),
      send: async (given) => {
        try {
          return await mutateAsync({ workflowId, device: window_.current ?? "", ...given });
        } catch (error) {
          const { code, message } = failureOf(error);
          const words = code === "OFFLINE" ? "The server cannot be reached." : message;
          throw new SaveFailure(kinds[code] ?? "refused", words);
        }
      },
    }),
  );
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const [selection, choose] = useState<readonly string[]>([]);
  const [entered, setEntered] = useState<Drawing>(null);
  const open = entered !== null && Object.hasOwn(state.parts.document.nodes, entered) ? entered : null;
  const select = useCallback(
    (nodes: readonly string[]) => {
      choose(nodes);
      const last = nodes.at(-1);
      // Also of a step that was made just now.
      if (last !== undefined) setEntered((now) => drawingOn(store.get().parts, last, now));
    },
    [store],
  );
  const enter = useCallback((drawing: Drawing) => {
    choose([]);
    setEntered(drawing);
  }, []);
  const wasMine = useRef(false);
  useEffect(() => {
    if (wasMine.current && !isMine) store.lose("Somebody else is editing this draft now.");
    wasMine.current = isMine;
  }, [isMine, store]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (store.hasUnsaved()) event.preventDefault();
    };
    const save = () => {
      if (document.visibilityState === "hidden") void store.flush();
    };
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", store.again);
    document.addEventListener("visibilitychange", save);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", store.again);
      document.removeEventListener("visibilitychange", save);
      void store.flush();
    };
  }, [store]);
  const isReadOnly = !mayEdit || !isMine || state.saving === "taken";
  return useMemo(() => {
    /** What comes back or goes is seen: the drawing opens in which it does. */
    const travel = (go: () => void) => {
      if (isReadOnly) return;
      const before = store.get().parts;
      go();
      const changed = changedDrawings(before, store.get().parts);
      const [first] = changed;
      if (first !== undefined && !changed.has(open)) enter(first);
    };
    return {
      workflowId,
      parts: state.parts,
      isReadOnly,
      edit: (words, change, options) => {
        if (!isReadOnly) store.edit(words, change, options);
      },
      undo: () => travel(store.undo),
      redo: () => travel(store.redo),
      goTo: (count) => travel(() => store.goTo(count)),
      canUndo: !isReadOnly && state.undo !== undefined,
      canRedo: !isReadOnly && state.redo !== undefined,
      selection,
      select,
      open,
      enter,
      state,
      flush: store.flush,
      leftover: store.leftover,
      savedRevision: async () => ((await store.flush()) ? store.get().revision : undefined),
    };
  }, [workflowId, store, state, isReadOnly, selection, select, open, enter]);
}

/** Where a step or a note stands; where somebody is already when it is not there. */
function drawingOn(parts: DraftParts, id: string, now: Drawing): Drawing {
  if (Object.hasOwn(parts.document.nodes, id)) return drawingOf(parts, id);
  const note = parts.editor.notes.find((one) => `note:${one.id}` === id);
  return note ? (note.inside ?? null) : now;
}
