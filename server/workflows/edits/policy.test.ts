import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { sellerDocument } from "@/server/testing/workflow-document";
import { addNote, changeNote, removeNotes } from "../annotations/policy";
import { clipboard, copyNodes, duplicateNodes, pasteNodes } from "../clipboard/policy";
import { patchBetween, patched } from "../patches/policy";
import { type DraftParts, editorPart, workflowDocument } from "../schema";
import {
  addNode,
  arrange,
  connect,
  disconnect,
  moveNodes,
  outletsOf,
  removeNodes,
  renameNode,
  setConfig,
  setNodeDisabled,
  whyNotConnect,
} from "./policy";

const seller = (): DraftParts => ({
  document: workflowDocument.parse(sellerDocument()),
  editor: editorPart.parse({}),
});
const waysOf = ({ document }: DraftParts) =>
  document.edges.map(({ from, outlet, to }) => `${from}.${outlet} ${to}`);

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

describe("adding", () => {
  test("at an outlet puts what followed behind the new step", () => {
    const { parts, key } = addNode(seller(), {
      type: "wait",
      config: {},
      after: { from: "start", outlet: "next" },
    });
    expect(key).toBe("wait");
    expect(waysOf(parts)).toContain("start.next wait");
    expect(waysOf(parts).some((way) => way.startsWith("wait.") && way.endsWith(" collect"))).toBe(true);
  });

  test("an end cuts the way off, for nothing comes behind an end", () => {
    const { parts, key } = addNode(seller(), {
      type: "end",
      config: { outcome: "approve" },
      after: { from: "start", outlet: "next" },
    });
    expect(waysOf(parts)).toContain(`start.next ${key}`);
    expect(waysOf(parts).some((way) => way.endsWith(" collect"))).toBe(false);
  });

  test("gives key and title of its own, and a place below in a draft that was arranged", () => {
    const one = addNode(seller(), { type: "review", config: {} });
    const two = addNode(one.parts, { type: "review", config: {} });
    const titles = [one.key, two.key].map((key) => two.parts.document.nodes[key]?.title);
    expect(new Set([...titles, "Analyst review"]).size).toBe(3);
    const arranged = moveNodes(seller(), { collect: { x: 1.4, y: 200 } }, { start: { x: 0, y: 0 } });
    expect(arranged.editor.positions).toEqual({ start: { x: 0, y: 0 }, collect: { x: 1, y: 200 } });
    const { parts, key } = addNode(arranged, {
      type: "wait",
      config: {},
      after: { from: "start", outlet: "next" },
    });
    expect(parts.editor.positions).toMatchObject({ [key]: { x: 0, y: 144 }, collect: { x: 1, y: 344 } });
    expect(arrange(parts).editor.positions).toEqual({});
  });
});

test("removing heals the way, and takes place and comments with it", () => {
  const start = moveNodes(seller(), { collect: { x: 0, y: 0 } });
  const commented = {
    ...start,
    editor: editorPart.parse({
      ...start.editor,
      comments: [{ id: "c", node: "collect", text: "Why?", by: "Ada", at: "2026-11-24T10:00:00Z" }],
    }),
  };
  const after = removeNodes(commented, ["collect"]);
  const next = start.document.edges.find(({ from }) => from === "collect")?.to;
  expect(waysOf(after)).toContain(`start.next ${next}`);
  expect(after.editor).toMatchObject({ positions: {}, comments: [] });
  expect(removeNodes(start, ["nobody"])).toBe(start);
});

test("connecting moves a way, and says why it cannot", () => {
  const parts = connect(seller(), { from: "start", outlet: "next" }, "review");
  expect(waysOf(parts)).toContain("start.next review");
  expect(waysOf(parts)).not.toContain("start.next collect");
  expect(whyNotConnect(parts, { from: "review", outlet: "approved" }, "start")).toMatch(/begin/);
  expect(whyNotConnect(parts, { from: "review", outlet: "gone" }, "ask")).toMatch(/no such way/);
  expect(connect(parts, { from: "review", outlet: "approved" }, "start")).toBe(parts);
  expect(waysOf(disconnect(parts, [{ from: "start", outlet: "next" }]))).not.toContain("start.next review");
});

test("settings that lose an outlet lose its way; half-written ones lose nothing", () => {
  const { parts, key } = addNode(seller(), {
    type: "branch",
    config: {
      by: "conditions",
      branches: ["one", "two"].map((name) => ({
        key: name,
        title: name,
        when: { id: name, op: "is_present", left: { field: "party.name" } },
      })),
    },
  });
  const wired = connect(
    connect(parts, { from: key, outlet: "one" }, "ask"),
    { from: key, outlet: "two" },
    "ask",
  );
  const config = wired.document.nodes[key]?.config as { branches: { key: string }[] };
  const fewer = setConfig(wired, key, { ...config, branches: config.branches.slice(0, 1) });
  expect(waysOf(fewer)).toContain(`${key}.one ask`);
  expect(waysOf(fewer)).not.toContain(`${key}.two ask`);
  expect(waysOf(setConfig(wired, key, { by: "conditions" }))).toEqual(waysOf(wired));
});

test("a disabled step is passed by at its outlet, and runs again when it is taken in", () => {
  const [outlet] = outletsOf(seller().document, "review");
  const off = setNodeDisabled(seller(), "review", outlet?.key);
  const to = off.document.edges.find((edge) => edge.from === "review" && edge.outlet === outlet?.key)?.to;
  const plan = compilePlan(off.document, nodeCatalogue);
  const before = compilePlan(seller().document, nodeCatalogue);
  const into = seller().document.edges.find((edge) => edge.to === "review");
  expect(into).toBeDefined();
  expect(before.nodes.get(into?.from ?? "")?.next.get(into?.outlet ?? "")).toBe("review");
  expect(plan.nodes.get(into?.from ?? "")?.next.get(into?.outlet ?? "")).toBe(to);
  expect(setNodeDisabled(off, "review", undefined)).toEqual(seller());
  for (const key of ["start", "approved"]) expect(setNodeDisabled(seller(), key, "next")).toEqual(seller());
});

describe("copies", () => {
  test("bring what they name along, under new keys where those are taken by something else", () => {
    const copied = clipboard.parse(
      JSON.parse(JSON.stringify(copyNodes(seller(), ["collect", "review", "ask"]))),
    );
    expect(Object.keys(copied.forms)).toEqual(["company"]);
    expect(Object.keys(copied.queues)).toEqual(["edd"]);
    const other = seller();
    const changed: DraftParts = {
      ...other,
      document: {
        ...other.document,
        forms: { company: { ...other.document.forms["company"]!, title: "Another" } },
      },
    };
    const { parts, keys, report } = pasteNodes(changed, copied);
    expect(keys).toEqual(["collect_2", "review_2", "ask_2"]);
    expect(parts.document.nodes["collect_2"]?.config).toEqual({ form: "company_2" });
    expect(parts.document.forms["company_2"]).toMatchObject({ key: "company_2" });
    expect(parts.document.nodes["ask_2"]?.config).toMatchObject({ from: { node: "review_2" } });
    expect(report.renamed.join()).toContain("company_2");
    expect(report.missing).toEqual([]);
    expect(workflowDocument.safeParse(parts.document).success).toBe(true);
  });

  test("say what is missing where they come to", () => {
    const copied = copyNodes(seller(), ["ask"]);
    const { report } = pasteNodes(
      { ...seller(), document: removeNodes(seller(), ["review"]).document },
      copied,
    );
    expect(report.missing).toEqual([expect.stringContaining("there is no step “review” here")]);
  });
});

test("any edits make a draft that can be saved, change nothing they are given, and are undone to the letter", () => {
  const types = Object.keys(nodeCatalogue);
  const pick = fc.nat({ max: 1000 });
  const edit = fc.record({ kind: fc.nat({ max: 9 }), a: pick, b: pick, text: fc.string({ maxLength: 20 }) });
  const apply = (
    parts: DraftParts,
    { kind, a, b, text }: { kind: number; a: number; b: number; text: string },
  ) => {
    const keys = Object.keys(parts.document.nodes);
    const key = keys[a % keys.length] ?? "";
    const outlets = outletsOf(parts.document, key);
    const outlet = outlets[b % Math.max(1, outlets.length)]?.key ?? "";
    const to = keys[b % keys.length] ?? "";
    switch (kind) {
      case 0:
        return addNode(parts, {
          type: types[b % types.length] ?? "",
          config: {},
          after: { from: key, outlet },
        }).parts;
      case 1:
        return keys.length > 3 ? removeNodes(parts, [key, to]) : parts;
      case 2:
        return connect(parts, { from: key, outlet }, to);
      case 3:
        return disconnect(parts, [{ from: key, outlet }]);
      case 4:
        return renameNode(parts, key, text);
      case 5:
        return moveNodes(parts, { [key]: { x: a, y: b } });
      case 6:
        return duplicateNodes(parts, [key, to]).parts;
      case 7:
        return setNodeDisabled(parts, key, a % 2 ? outlet : undefined);
      case 8:
        return addNote(parts, { id: `n${a}`, text, x: a, y: b });
      default:
        return a % 2 ? removeNotes(parts, [`n${b}`]) : changeNote(parts, `n${b}`, { text });
    }
  };
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const first = frozen(seller());
      const undo: ReturnType<typeof patchBetween>[] = [];
      let now = first;
      for (const one of edits) {
        const next = frozen(apply(now, one));
        undo.push(patchBetween(next, now));
        expect(patched(now, patchBetween(now, next))).toEqual(next);
        now = next;
      }
      expect(workflowDocument.safeParse(now.document).error).toBeUndefined();
      expect(editorPart.safeParse(now.editor).error).toBeUndefined();
      for (const patch of undo.reverse()) now = patched(now, patch) as DraftParts;
      expect(JSON.stringify(now)).toBe(JSON.stringify(first));
    }),
    { numRuns: 150 },
  );
});
