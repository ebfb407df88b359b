import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintWorkflow } from "@/server/engine/lint";
import { BODY } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { companyAndOwners } from "@/server/testing/parallel-documents";
import { randomBodies } from "@/server/testing/random-document";
import { clipboard, copyNodes, duplicateNodes, pasteNodes } from "../clipboard/policy";
import {
  addNode,
  arrange,
  connect,
  disconnect,
  moveNodes,
  outletsOf,
  removeNodes,
  setConfig,
  whyNotConnect,
} from "../edits/policy";
import { patchBetween, patched } from "../patches/policy";
import { type DraftParts, editorPart, workflowDocument } from "../schema";
import { changedDrawings, type Drawing, drawingOf, drawingsOf, stepsIn, whyNotHere } from "./policy";

const draft = (document: object): DraftParts => ({
  document: workflowDocument.parse(document),
  editor: editorPart.parse({}),
});
const company = () => draft(companyAndOwners);
const waysOf = ({ document }: DraftParts) =>
  document.edges.map(({ from, outlet, to }) => `${from}.${outlet} ${to}`);
const owners = ["interview", "is_owner", "known", "person", "small", "cleared", "ways"].sort();

/** Ways that lead from one drawing into another. */
const crossings = ({ document, editor }: DraftParts) => {
  const drawings = drawingsOf(document, editor.inside);
  return document.edges.filter(({ from, outlet, to }) => {
    const isInto = outlet === BODY && document.nodes[from]?.type === "for_each";
    return (isInto ? from : drawings.get(from)) !== drawings.get(to);
  });
};

describe("where a step stands", () => {
  test("is told by the ways, and kept when they are cut", () => {
    expect(stepsIn(company(), "owners").sort()).toEqual(owners);
    const cut = disconnect(company(), [{ from: "owners", outlet: BODY }]);
    expect(stepsIn(cut, "owners").sort()).toEqual(owners);
    expect(Object.keys(cut.editor.inside ?? {}).sort()).toEqual(owners);
    const again = connect(cut, { from: "owners", outlet: BODY }, "is_owner");
    expect(again.editor).toEqual(company().editor);
    expect(waysOf(again).sort()).toEqual(waysOf(company()).sort());
  });

  test("nothing stands inside itself, whatever a file says", () => {
    const each = { type: "for_each", version: 1, title: "Each", config: { list: "input.a[]" } };
    const { document } = draft({ ...companyAndOwners, nodes: { one: each, two: each }, edges: [] });
    const drawings = drawingsOf(document, { one: "two", two: "one" });
    expect([...drawings.keys()]).toHaveLength(1);
  });
});

test("undo opens the drawing in which something comes back", () => {
  const parts = company();
  const inside = addNode(parts, { type: "wait", config: {}, after: { from: "is_owner", outlet: "owner" } });
  const undone = patched(inside.parts, patchBetween(inside.parts, parts)) as DraftParts;
  expect([...changedDrawings(inside.parts, undone)]).toEqual(["owners"]);
  expect([...changedDrawings(parts, removeNodes(parts, ["bank"]))]).toEqual([null]);
  // What is gone altogether cannot be opened.
  expect([...changedDrawings(parts, removeNodes(parts, ["owners"]))]).toEqual([null]);
  expect([...changedDrawings(parts, moveNodes(parts, { bank: { x: 1, y: 1 } }))]).toEqual([]);
});

describe("adding inside", () => {
  const empty = () => {
    const start = removeNodes(company(), ["owners"]);
    const { parts, key } = addNode(start, {
      type: "for_each",
      config: { list: "input.owners[]" },
      after: { from: "checked", outlet: "joined" },
    });
    return { parts, key };
  };

  test("a “for each” is put into the way at *done*; its first step brings the end of the body along", () => {
    const { parts, key } = empty();
    expect(waysOf(parts)).toEqual(expect.arrayContaining([`checked.joined ${key}`, `${key}.done approved`]));
    const first = addNode(parts, { type: "review", config: {}, after: { from: key, outlet: BODY } });
    expect(waysOf(first.parts)).toContain(`${key}.${BODY} ${first.key}`);
    expect(stepsIn(first.parts, key).sort()).toEqual(["item_end", first.key].sort());
    const second = addNode(first.parts, { type: "wait", config: {}, after: { from: key, outlet: BODY } });
    expect(stepsIn(second.parts, key)).toHaveLength(3);
    expect(crossings(second.parts)).toEqual([]);
  });

  test("on its own it stands in the drawing it was dropped on", () => {
    const { parts, key } = addNode(company(), { type: "review", config: {}, inside: "owners" });
    expect(drawingOf(parts, key)).toBe("owners");
    expect(parts.editor.inside).toEqual({ [key]: "owners" });
    expect(addNode(company(), { type: "review", config: {} }).parts.editor.inside).toBeUndefined();
  });

  test.each([
    ["end", "owners", /end the whole run/],
    ["collect", "owners", /cannot stand inside “Every owner”/],
    ["decision_start", "owners", /Runs begin outside/],
    ["item_end", null, /inside a “for each”/],
  ])("%s cannot stand in %s", (type, drawing: Drawing, why) => {
    expect(whyNotHere(company().document, type, drawing)).toMatch(why);
    const parts = company();
    expect(addNode(parts, { type, config: {}, inside: drawing })).toEqual({ parts, key: "" });
  });

  test("only the drawing that somebody arranged has places, and only it is arranged again", () => {
    const arranged = moveNodes(company(), { person: { x: 5, y: 300 } }, { is_owner: { x: 0, y: 0 } });
    const outside = addNode(arranged, { type: "wait", config: {}, after: { from: "start", outlet: "next" } });
    expect(outside.parts.editor.positions).toEqual(arranged.editor.positions);
    const inside = addNode(arranged, {
      type: "wait",
      config: {},
      after: { from: "is_owner", outlet: "owner" },
    });
    expect(inside.parts.editor.positions).toMatchObject({
      [inside.key]: { x: 0, y: 144 },
      person: { x: 5, y: 444 },
    });
    const both = moveNodes(inside.parts, { start: { x: 1, y: 1 } }, { checks: { x: 0, y: 90 } });
    expect(Object.keys(arrange(both).editor.positions).sort()).toEqual(
      ["is_owner", "person", inside.key].sort(),
    );
    expect(arrange(both, "owners").editor.positions).toEqual({
      start: { x: 1, y: 1 },
      checks: { x: 0, y: 90 },
    });
  });
});

describe("the border of a body", () => {
  test("is crossed by no way", () => {
    const parts = company();
    const why = (from: string, outlet: string, to: string) => whyNotConnect(parts, { from, outlet }, to);
    expect(why("person", "no_answer", "approved")).toMatch(/No way leads out of “Every owner”/);
    expect(why("person", "no_answer", "owners")).toMatch(/No way leads out/);
    expect(why("start", "next", "person")).toMatch(/stands inside “Every owner”/);
    expect(why("owners", BODY, "approved")).toMatch(/stands outside “Every owner”/);
    expect(why("owners", BODY, "small")).toBeUndefined();
    expect(why("person", "no_answer", "small")).toBeUndefined();
  });

  test("goes with what stands inside it, in one step, and the way heals", () => {
    const noted = { id: "n", text: "Here", x: 0, y: 0, inside: "owners" };
    const parts = { ...company(), editor: editorPart.parse({ notes: [noted] }) };
    const after = removeNodes(parts, ["owners"]);
    expect(Object.keys(after.document.nodes).filter((key) => owners.includes(key))).toEqual([]);
    expect(waysOf(after)).toContain("checked.joined approved");
    expect(after.editor.notes).toEqual([]);
  });
});

describe("branches", () => {
  const why = (from: string, outlet: string, to: string, parts = company()) =>
    whyNotConnect(parts, { from, outlet }, to);

  test("are entered, left and begun again only as the engine allows", () => {
    expect(why("start", "next", "checked")).toMatch(/Only the branches of “Company checks”/);
    expect(why("start", "next", "bank")).toMatch(/belongs to a branch/);
    expect(why("bank", "no_answer", "checks")).toMatch(/begin its branches anew/);
    expect(why("bank", "no_answer", "register")).toBeUndefined();
    const inner = addNode(company(), {
      type: "split",
      config: { branches: ["a", "b"].map((key) => ({ key, title: key })) },
      after: { from: "bank", outlet: "answered" },
    });
    const step = addNode(inner.parts, { type: "wait", config: {}, after: { from: inner.key, outlet: "a" } });
    const [outlet] = outletsOf(step.parts.document, step.key);
    expect(why(step.key, outlet?.key ?? "", "checked", step.parts)).toMatch(/Lead it to “Join” first/);
    expect(why("register", "no_answer", "register")).toMatch(/round and round/);
  });

  test("come together by themselves: a split brings its join, and a new branch leads to it", () => {
    const config = { branches: ["a", "b"].map((key) => ({ key, title: key })) };
    const { parts, key } = addNode(company(), {
      type: "split",
      config,
      after: { from: "checked", outlet: "joined" },
    });
    expect(waysOf(parts)).toEqual(
      expect.arrayContaining([
        `checked.joined ${key}`,
        `${key}.a join`,
        `${key}.b join`,
        "join.joined owners",
      ]),
    );
    const wider = setConfig(parts, key, { branches: [...config.branches, { key: "c", title: "c" }] });
    expect(waysOf(wider)).toContain(`${key}.c join`);
    expect(
      lintWorkflow(wider.document, nodeCatalogue).filter(({ severity }) => severity === "error"),
    ).toEqual([]);
    const without = removeNodes(wider, [key]);
    expect(without.document.nodes["join"]).toBeUndefined();
    expect(waysOf(without)).toContain("checked.joined owners");
  });
});

describe("copies", () => {
  test("of a “for each” bring its body along, into another workflow and back into a body", () => {
    const text = JSON.stringify(copyNodes(company(), ["owners"]));
    const copied = clipboard.parse(JSON.parse(text));
    expect(Object.keys(copied.nodes).sort()).toEqual([...owners, "owners"].sort());
    const other = removeNodes(company(), ["owners"]);
    const once = pasteNodes(other, copied);
    expect(once.keys).toEqual(["owners"]);
    expect(stepsIn(once.parts, "owners").sort()).toEqual(owners);
    const twice = pasteNodes(once.parts, copied, "owners");
    expect(drawingOf(twice.parts, "owners_2")).toBe("owners");
    expect(stepsIn(twice.parts, "owners_2")).toHaveLength(owners.length);
    expect(twice.parts.document.nodes["known_2"]?.config).toMatchObject({ split: "ways_2" });
    expect(crossings(twice.parts)).toEqual([]);
  });

  test("stand beside what they were copied from; what cannot stand there stays away and says so", () => {
    const { parts, keys } = duplicateNodes(company(), ["person", "small"]);
    expect(keys.map((key) => drawingOf(parts, key))).toEqual(["owners", "owners"]);
    const { report, keys: none } = pasteNodes(company(), copyNodes(company(), ["approved"]), "owners");
    expect(none).toEqual([]);
    expect(report.missing.join()).toMatch(/“Approve” was not pasted.*end the whole run/);
    expect(pasteNodes(company(), copyNodes(company(), ["small"])).keys).toEqual([]);
  });

  test("take loose steps of a body along, and no way that crosses its border", () => {
    const cut = disconnect(company(), [{ from: "is_owner", outlet: "owner" }]);
    const copied = copyNodes(cut, ["owners"]);
    const { parts } = pasteNodes(company(), copied);
    expect(stepsIn(parts, "owners_2")).toHaveLength(owners.length);
    const forged = {
      ...copied,
      edges: [...copied.edges, { from: "person", outlet: "no_answer", to: "owners" }],
    };
    expect(crossings(pasteNodes(company(), forged).parts)).toEqual([]);
  });
});

test("what a step may lead to is asked of a thousand steps at once", () => {
  const keys = Array.from({ length: 198 }, (_, i) => i);
  const wait = { type: "wait", version: 1, title: "Wait", config: { for: "signal", name: "go" } };
  const branches = ["a", "b"].map((key) => ({ key, title: key }));
  const rows = keys.map((i) => ({
    [`s${i}`]: { type: "split", version: 1, title: "Split", config: { branches } },
    [`a${i}`]: wait,
    [`b${i}`]: wait,
    [`j${i}`]: { type: "join", version: 1, title: "Join", config: { split: `s${i}` } },
    [`e${i}`]: { type: "for_each", version: 1, title: "Each", config: { list: "input.a[]" } },
  }));
  const parts = draft({
    ...companyAndOwners,
    nodes: Object.assign({}, ...rows),
    edges: keys.flatMap((i) => [
      { from: `s${i}`, outlet: "a", to: `a${i}` },
      { from: `s${i}`, outlet: "b", to: `b${i}` },
      { from: `a${i}`, outlet: "received", to: `j${i}` },
      { from: `b${i}`, outlet: "received", to: `j${i}` },
      { from: `j${i}`, outlet: "joined", to: `e${i}` },
    ]),
  });
  const goals = Object.keys(parts.document.nodes);
  const ask = () => goals.filter((to) => whyNotConnect(parts, { from: "a7", outlet: "received" }, to));
  expect(ask().length).toBeGreaterThan(0);
});

/** What the lint says of bodies and branches that are entered, left or ended wrongly; of what is not reached it says nothing. */
const broken = new Set([
  "body_again",
  "body_entered",
  "end_in_body",
  "not_per_item",
  "split_again",
  "stray_join",
]);

test("whatever is done, bodies stay whole, the draft can be saved, and undo brings it back to the letter", () => {
  const types = Object.keys(nodeCatalogue);
  const pick = fc.nat({ max: 1000 });
  const edit = fc.record({ kind: fc.nat({ max: 9 }), a: pick, b: pick });
  const apply = (parts: DraftParts, { kind, a, b }: { kind: number; a: number; b: number }): DraftParts => {
    const keys = Object.keys(parts.document.nodes);
    const key = keys[a % keys.length] ?? "";
    const to = keys[b % keys.length] ?? "";
    const outlets = outletsOf(parts.document, key);
    const outlet = outlets[b % Math.max(1, outlets.length)]?.key ?? "";
    const type = types[b % types.length] ?? "";
    const drawing = drawingOf(parts, to);
    switch (kind) {
      case 0:
        return addNode(parts, { type, config: {}, after: { from: key, outlet } }).parts;
      case 1:
        return addNode(parts, { type: a % 2 ? "for_each" : type, config: {}, inside: drawing }).parts;
      case 2:
        return keys.length > 3 ? removeNodes(parts, [key]) : parts;
      case 3:
      case 4:
        return connect(parts, { from: key, outlet }, to);
      case 5:
        return disconnect(parts, [{ from: key, outlet }]);
      case 6:
        return duplicateNodes(parts, [key, to]).parts;
      case 7:
        return pasteNodes(parts, copyNodes(parts, [key]), drawing).parts;
      case 8:
        return moveNodes(parts, { [key]: { x: a, y: b } });
      default:
        return arrange(parts, drawing);
    }
  };
  fc.assert(
    fc.property(randomBodies, fc.array(edit, { maxLength: 25 }), (document, edits) => {
      const first = draft(document);
      expect(
        lintWorkflow(first.document, nodeCatalogue).filter(({ severity }) => severity === "error"),
      ).toEqual([]);
      const undo: ReturnType<typeof patchBetween>[] = [];
      let now = first;
      for (const one of edits) {
        const next = apply(now, one);
        expect(crossings(next)).toEqual([]);
        undo.push(patchBetween(next, now));
        now = next;
      }
      const { success, data } = workflowDocument.safeParse(now.document);
      expect(success).toBe(true);
      expect(editorPart.safeParse(now.editor).error).toBeUndefined();
      const said = lintWorkflow(data!, nodeCatalogue).filter(({ code }) => broken.has(code));
      expect(said).toEqual([]);
      for (const patch of undo.reverse()) now = patched(now, patch) as DraftParts;
      expect(JSON.stringify(now)).toBe(JSON.stringify(first));
    }),
    { numRuns: 200 },
  );
});
