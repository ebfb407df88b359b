import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { renameNode, setPart } from "@/server/workflows/edits/policy";
import { patchBetween, patched } from "@/server/workflows/patches/policy";
import { type DraftParts, editorPart, workflowDocument } from "@/server/workflows/schema";
import { createBuilder, type SavedStep, SaveFailure } from "./builder-store";

const seller = (): DraftParts => ({
  document: workflowDocument.parse(sellerDocument()),
  editor: editorPart.parse({}),
});

/** What the server does with steps, and time that passes when told. */
function world(fails: () => SaveFailure | undefined = () => undefined) {
  const stored = { parts: seller(), revision: 1 };
  const piles = { undo: [] as SavedStep[], redo: [] as SavedStep[] };
  const inverse = new Map<SavedStep, ReturnType<typeof patchBetween>>();
  const due: { at: number; run: () => void }[] = [];
  let now = 0;
  const take = (step: SavedStep): void => {
    if (step.kind === "edit") {
      const next = patched(stored.parts, step.patch) as DraftParts;
      inverse.set(step, patchBetween(next, stored.parts));
      stored.parts = next;
      piles.undo.push(step);
      piles.redo.length = 0;
      return;
    }
    const [from, to] = step.kind === "undo" ? [piles.undo, piles.redo] : [piles.redo, piles.undo];
    const last = from.pop();
    if (last?.kind !== "edit") throw new Error("nothing to take back");
    to.push(last);
    stored.parts = patched(
      stored.parts,
      step.kind === "undo" ? inverse.get(last)! : last.patch,
    ) as DraftParts;
  };
  const store = createBuilder({
    parts: seller(),
    revision: 1,
    steps: { undo: [], redo: [] },
    clock: () => now,
    later: (run, ms) => {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => due.splice(due.indexOf(entry), 1);
    },
    send: async ({ revision, steps }) => {
      const failure = fails();
      if (failure) throw failure;
      if (revision !== stored.revision) throw new SaveFailure("taken", "older");
      // As over the wire.
      for (const step of structuredClone(steps)) take(step);
      stored.revision += steps.length;
      return { revision: stored.revision };
    },
  });
  return {
    store,
    stored,
    piles,
    async pass(ms: number): Promise<void> {
      now += ms;
      for (const entry of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(entry), 1);
        entry.run();
      }
      await new Promise((done) => setImmediate(done));
    },
  };
}

const rename = (title: string) => (parts: DraftParts) => renameNode(parts, "review", title);

describe("edits", () => {
  it("are saved within two seconds, in order", async () => {
    const { store, stored, pass } = world();
    store.edit("One", rename("One"));
    store.edit("Two", rename("Two"));
    expect(store.get().saving).toBe("saving");
    await pass(700);
    expect(store.get()).toMatchObject({ saving: "saved", revision: 3 });
    expect(stored.parts).toEqual(store.get().parts);
    expect(store.hasUnsaved()).toBe(false);
  });

  it("of one merge key are one step while they follow each other quickly", async () => {
    const { store, piles, pass } = world();
    for (const title of ["R", "Re", "Rev"]) store.edit("Rename", rename(title), { merge: "title" });
    store.undo();
    expect(store.get().parts).toEqual(seller());
    store.redo();
    await pass(2_000);
    store.edit("Rename", rename("Later"), { merge: "title" });
    await pass(2_000);
    expect(piles.undo).toHaveLength(2);
  });

  it("that change nothing leave no step, and typing that is taken back by typing none either", async () => {
    const { store, stored, pass } = world();
    store.edit("Nothing", (parts) => ({ ...parts }));
    store.edit("Rename", rename("X"), { merge: "title" });
    store.edit("Rename", rename(seller().document.nodes["review"]?.title ?? ""), { merge: "title" });
    await pass(2_000);
    expect(store.get()).toMatchObject({ saving: "saved", undo: undefined });
    expect(stored.revision).toBe(1);
  });
});

it("a server that cannot be reached is tried again, and nothing is lost", async () => {
  let isDown = true;
  const { store, stored, pass } = world(() =>
    isDown ? new SaveFailure("offline", "not reached") : undefined,
  );
  store.edit("One", rename("One"));
  await pass(700);
  expect(store.get()).toMatchObject({ saving: "waiting", failure: "not reached" });
  store.edit("Two", rename("Two"));
  isDown = false;
  await pass(2_000);
  expect(store.get()).toMatchObject({ saving: "saved", failure: undefined });
  expect(stored.parts.document.nodes["review"]?.title).toBe("Two");
});

it("a draft that somebody else took is changed no more", async () => {
  const { store, stored, pass } = world();
  store.edit("One", rename("One"));
  stored.revision = 9;
  await pass(700);
  expect(store.get().saving).toBe("taken");
  const { parts } = store.get();
  store.edit("Two", rename("Two"));
  store.undo();
  await pass(5_000);
  expect(store.get().parts).toBe(parts);
});

it("any edits, undone and redone in any order and saved at any time, are what the server holds", async () => {
  const act = fc.record({
    kind: fc.constantFrom("edit", "type", "undo", "redo", "pass", "fail"),
    text: fc.string({ minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      let isDown = false;
      const { store, stored, pass } = world(() =>
        isDown ? new SaveFailure("offline", "not reached") : undefined,
      );
      const before: DraftParts[] = [];
      for (const { kind, text } of acts) {
        if (kind === "edit") store.edit("Edit", (parts) => setPart(parts, "description", text));
        if (kind === "type") store.edit("Type", rename(text), { merge: "t" });
        if (kind === "undo") store.undo();
        if (kind === "redo") store.redo();
        if (kind === "pass") await pass(800);
        if (kind === "fail") isDown = !isDown;
        before.push(store.get().parts);
      }
      isDown = false;
      for (let i = 0; i < 5; i++) await pass(3_000);
      expect(store.get().saving).toBe("saved");
      expect(JSON.stringify(stored.parts)).toBe(JSON.stringify(store.get().parts));
      const last = JSON.stringify(store.get().parts);
      let undone = 0;
      for (; store.get().undo; undone++) store.undo();
      expect(JSON.stringify(store.get().parts)).toBe(JSON.stringify(seller()));
      for (let i = 0; i < undone; i++) store.redo();
      expect(JSON.stringify(store.get().parts)).toBe(last);
    }),
    { numRuns: 60 },
  );
});
