import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { renameNode, setPart } from "@/server/workflows/edits/policy";
import { patchBetween, patched } from "@/server/workflows/patches/policy";
import { replayed } from "@/server/workflows/replay/policy";
import { type DraftParts, editorPart, workflowDocument } from "@/server/workflows/schema";
import { createBuilder, type SavedStep, SaveFailure } from "./builder-store";

const seller = (): DraftParts => ({
  document: workflowDocument.parse(sellerDocument()),
  editor: editorPart.parse({}),
});

type Weather = "well" | "request lost" | "answer lost" | "no answer";

/** What the server does with steps, on a network with a weather, and time that passes when told. */
function world(weather: () => Weather = () => "well", refuses: (parts: DraftParts) => boolean = () => false) {
  const stored = { parts: seller(), revision: 1 };
  const piles = { undo: [] as SavedStep[], redo: [] as SavedStep[] };
  const log: SavedStep[] = [];
  const answered = new Map<string, number>();
  const inverse = new Map<SavedStep, ReturnType<typeof patchBetween>>();
  let due: { at: number; run: () => void }[] = [];
  let now = 0;
  const take = (step: SavedStep): void => {
    log.push(step);
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
  /** As `editDraft` does: all of it or none, once per key. */
  const save = (key: string, revision: number, steps: SavedStep[]): number => {
    const known = answered.get(key);
    if (known !== undefined) return known;
    if (revision !== stored.revision) throw new SaveFailure("taken", "older");
    let parts = stored.parts;
    for (const step of steps) {
      if (step.kind === "edit") parts = patched(parts, step.patch) as DraftParts;
      if (step.kind === "edit" && refuses(parts)) throw new SaveFailure("refused", "not like this");
    }
    for (const step of steps) take(step);
    stored.revision += steps.length;
    answered.set(key, stored.revision);
    return stored.revision;
  };
  const store = createBuilder({
    signed: () => ({ by: "Ada King", at: "2026-01-31T12:00:00.000Z" }),
    parts: seller(),
    revision: 1,
    steps: { undo: [], redo: [] },
    clock: () => now,
    later: (run, ms) => {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
    send: async ({ key, revision, steps }) => {
      const today = weather();
      if (today === "request lost") throw new SaveFailure("offline", "not reached");
      // As over the wire.
      const saved = save(key, revision, structuredClone(steps));
      if (today === "answer lost") throw new SaveFailure("offline", "not reached");
      if (today === "no answer") return new Promise(() => {});
      return { revision: saved };
    },
  });
  return {
    store,
    stored,
    piles,
    log,
    async pass(ms: number): Promise<void> {
      now += ms;
      for (const entry of due.filter(({ at }) => at <= now)) {
        due = due.filter((one) => one !== entry);
        entry.run();
      }
      await new Promise((done) => setImmediate(done));
    },
  };
}

const rename = (title: string) => (parts: DraftParts) => renameNode(parts, "review", title);

describe("steps that another window kept from being saved", () => {
  it("stay, are told one by one, and are made again on what the other has saved", async () => {
    const { store, stored, pass } = world(() => "request lost");
    store.edit("Title", rename("Analyst"));
    store.edit("Form", (parts) => renameNode(parts, "collect", "The company"));
    await pass(700);
    store.lose("Grace is editing this draft now.");
    store.edit("Late", rename("Too late"));
    await pass(20_000);
    expect(store.get()).toMatchObject({ saving: "taken", unsaved: 2 });
    expect(stored.parts).toEqual(seller());
    const steps = store.leftover();
    expect(steps.map(({ words }) => words)).toEqual(["Title", "Form"]);
    expect(steps.at(-1)?.after).toEqual(store.get().parts);
    const theirs = rename("Second look")(seller());
    const { made, left } = replayed(steps, theirs);
    expect([left.map(({ words }) => words), made.map(({ words }) => words)]).toEqual([["Title"], ["Form"]]);
    const { nodes } = made[0]!.parts.document;
    expect([nodes["review"]?.title, nodes["collect"]?.title]).toEqual(["Second look", "The company"]);
  });

  it("are none where all of it was saved", async () => {
    const { store, pass } = world();
    store.edit("Title", rename("Analyst"));
    await pass(700);
    store.lose("Grace is editing this draft now.");
    expect(store.leftover()).toEqual([]);
  });
});

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

it("goes back to any step and on again in one act, and the server holds the same", async () => {
  const { store, stored, log, pass } = world();
  const at: DraftParts[] = [store.get().parts];
  for (const text of ["one", "two", "three", "four"]) {
    store.edit(text, (parts) => setPart(parts, "description", text));
    at.push(store.get().parts);
  }
  store.goTo(1);
  expect(store.get().parts).toEqual(at[1]);
  const { undo, redo } = store.get().steps;
  expect(undo.map(({ words }) => words)).toEqual(["one"]);
  expect(redo.map(({ words }) => words)).toEqual(["four", "three", "two"]);
  store.goTo(3);
  expect(store.get().parts).toEqual(at[3]);
  store.goTo(0);
  expect(store.get().parts).toEqual(at[0]);
  store.goTo(4);
  expect(store.get().parts).toEqual(at[4]);
  store.goTo(9);
  expect(store.get().parts).toEqual(at[4]);
  await pass(700);
  expect(stored.parts).toEqual(at[4]);
  // Four edits, three back, two on, three back, four on.
  expect(log).toHaveLength(16);
});

it("a server that cannot be reached is tried again, and nothing is lost", async () => {
  let isDown = true;
  const { store, stored, pass } = world(() => (isDown ? "request lost" : "well"));
  store.edit("One", rename("One"));
  await pass(700);
  expect(store.get()).toMatchObject({ saving: "waiting", failure: "not reached", unsaved: 1 });
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
      const { store, stored, pass } = world(() => (isDown ? "request lost" : "well"));
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

it("a save whose answer was lost is known again, and nobody is said to have saved meanwhile", async () => {
  let weather: Weather = "answer lost";
  const { store, stored, log, pass } = world(() => weather);
  store.edit("One", rename("One"));
  await pass(700);
  expect(store.get()).toMatchObject({ saving: "waiting", unsaved: 1 });
  expect(stored.parts).toEqual(store.get().parts);
  store.edit("Two", rename("Two"));
  weather = "well";
  await pass(2_000);
  await pass(700);
  expect(store.get()).toMatchObject({ saving: "saved", unsaved: 0, revision: 3 });
  expect(log).toHaveLength(2);
});

it("an answer that never comes is waited for, but not for ever", async () => {
  let weather: Weather = "no answer";
  const { store, log, pass } = world(() => weather);
  store.edit("One", rename("One"));
  await pass(700);
  await pass(14_000);
  expect(store.get().saving).toBe("saving");
  weather = "well";
  await pass(1_000);
  expect(store.get()).toMatchObject({ saving: "waiting", failure: "The server did not answer in time." });
  await pass(2_000);
  expect(store.get().saving).toBe("saved");
  expect(log).toHaveLength(1);
});

it("what was saved is asked for at once when the network is there again", async () => {
  let weather: Weather = "request lost";
  const { store, pass } = world(() => weather);
  store.edit("One", rename("One"));
  await pass(700);
  weather = "well";
  store.again();
  await pass(0);
  expect(store.get().saving).toBe("saved");
});

it("whoever waits for a save that is under way waits for all of it", async () => {
  const { store, stored, pass } = world();
  store.edit("One", rename("One"));
  await pass(600);
  store.edit("Two", rename("Two"));
  await expect(store.flush()).resolves.toBe(true);
  expect(stored.parts.document.nodes["review"]?.title).toBe("Two");
});

describe("what the server refuses", () => {
  const isBad = (parts: DraftParts) => parts.document.description === "bad";
  const describeAs = (text: string) => (parts: DraftParts) => setPart(parts, "description", text);

  it("goes along with the change that mends it, as one step that undo takes back", async () => {
    const { store, stored, log, pass } = world(() => "well", isBad);
    store.edit("Bad", describeAs("bad"));
    await pass(700);
    expect(store.get()).toMatchObject({ saving: "refused", failure: "not like this" });
    store.edit("Good", describeAs("good"));
    await pass(700);
    expect(store.get()).toMatchObject({ saving: "saved", failure: undefined });
    expect(stored.parts.document.description).toBe("good");
    expect(log).toHaveLength(1);
    store.undo();
    await pass(700);
    expect(stored.parts).toEqual(seller());
  });

  it("is saved by being undone", async () => {
    const { store, log, pass } = world(() => "well", isBad);
    store.edit("Fine", describeAs("fine"));
    await pass(700);
    store.edit("Bad", describeAs("bad"));
    await pass(700);
    store.undo();
    expect(store.get()).toMatchObject({ saving: "saved", unsaved: 0 });
    expect(store.get().parts.document.description).toBe("fine");
    expect(log).toHaveLength(1);
  });
});

it("whatever is lost on the way and whenever, every step is saved once, and the draft is what the window shows", async () => {
  const weathers: Weather[] = ["well", "well", "request lost", "answer lost", "no answer"];
  const act = fc.record({
    kind: fc.constantFrom("edit", "type", "undo", "redo", "pass", "long", "again"),
    text: fc.constantFrom("a", "b", "c", "bad"),
    weather: fc.constantFrom(...weathers),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 80 }), fc.boolean(), async (acts, refusing) => {
      let weather: Weather = "well";
      const refuses = (parts: DraftParts) => refusing && parts.document.description === "bad";
      const { store, stored, piles, log, pass } = world(() => weather, refuses);
      let done = 0;
      for (const { kind, text, weather: next } of acts) {
        weather = next;
        const { parts } = store.get();
        if (kind === "edit") store.edit("Edit", (now) => setPart(now, "description", text));
        if (kind === "type") store.edit("Type", rename(text));
        if (kind === "undo") store.undo();
        if (kind === "redo") store.redo();
        if (store.get().parts !== parts) done++;
        if (kind === "pass") await pass(800);
        if (kind === "long") await pass(16_000);
        if (kind === "again") store.again();
      }
      weather = "well";
      store.edit("Last", (parts) => setPart(parts, "description", "the end"));
      for (let i = 0; i < 6; i++) await pass(16_000);
      expect(store.get()).toMatchObject({ saving: "saved", unsaved: 0, revision: stored.revision });
      expect(JSON.stringify(stored.parts)).toBe(JSON.stringify(store.get().parts));
      // Steps that were refused together are one; else each is one.
      if (!refusing) expect(log).toHaveLength(done + 1);
      expect(stored.revision).toBe(1 + log.length);
      for (const _ of piles.undo) store.undo();
      expect(store.get().undo).toBe(undefined);
      for (let i = 0; i < 3; i++) await pass(16_000);
      expect(JSON.stringify(stored.parts)).toBe(JSON.stringify(seller()));
    }),
    { numRuns: 150 },
  );
});
