import { describe, expect, test } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { registryDocument } from "@/server/testing/run-documents";
import { sellerDocument } from "@/server/testing/workflow-document";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import { fold, start, step } from "./interpreter";
import { whyNotMigrate } from "./migrate";
import { compilePlan } from "./plan";
import type { RunEvent, RunState } from "./state";

const at = "2026-11-24T10:00:00.000Z";
const planFor = (document: WorkflowDocumentInput) =>
  compilePlan(workflowDocument.parse(document), nodeCatalogue);
const begin = (document: WorkflowDocumentInput): RunState =>
  start(planFor(document), { runId: "run_1", input: {}, party: { id: "pty_1", name: "Acme" } }, at).state;
const why = (from: WorkflowDocumentInput, to: WorkflowDocumentInput, state = begin(from)) =>
  whyNotMigrate(planFor(from), planFor(to), state).map((one) => one.why);
const { nodes, edges } = sellerDocument();

describe("whether a run can go on by another version", () => {
  test("it can where it stands at the same question, whatever lies ahead of it", () => {
    const declined = { ...nodes["declined"]!, title: "Turned away" };
    expect(
      why(sellerDocument(), sellerDocument({ nodes: { ...nodes, declined }, title: "Sellers" })),
    ).toEqual([]);
  });

  test("not where its node is gone, of another type, or asks something else by now", () => {
    const { collect, ...rest } = nodes;
    const form = { ...collect!, config: { form: "other" } };
    const forms = {
      ...sellerDocument().forms,
      other: { ...sellerDocument().forms!["company"]!, key: "other" },
    };
    expect(why(sellerDocument(), sellerDocument({ nodes: rest, edges: [] }))).toEqual([
      "It stands at “Company”, which is gone.",
    ]);
    expect(
      why(
        sellerDocument(),
        sellerDocument({ nodes: { ...nodes, collect: { ...nodes["review"]!, title: "C" } } }),
      ),
    ).toEqual(["It stands at “Company”, which is of another type now."]);
    expect(
      why(sellerDocument(), sellerDocument({ nodes: { ...nodes, collect: form }, forms, edges })),
    ).toEqual(["“Company” has already asked, and asks something else now."]);
  });

  test("a vendor's answer under way is used by the new version's settings", () => {
    const input = { number: "1" };
    const state = start(
      planFor(registryDocument()),
      { runId: "run_1", input, party: { name: "Acme" } },
      at,
    ).state;
    expect(state.tokens[0]?.phase).toBe("effect");
    expect(why(registryDocument(), registryDocument({ attempts: 5 }), state)).toEqual([]);
  });

  test("not once it has ended, and not when it was proposed what is no outcome any more", () => {
    const state = begin(sellerDocument());
    expect(why(sellerDocument(), sellerDocument(), { ...state, status: "completed" })).toEqual([
      "The run has ended.",
    ]);
    const proposals = [{ node: "review", visit: 1, outcome: "hold", reasonCodes: [] }];
    expect(why(sellerDocument(), sellerDocument(), { ...state, proposals })).toEqual([
      "It was proposed “hold”, which is no outcome any more.",
    ]);
  });
});

describe("the journal of a run that was migrated", () => {
  const [old, next] = [planFor(sellerDocument()), planFor(sellerDocument({ title: "Sellers" }))];
  const by = { kind: "member" as const, id: "mem_1" };
  const migrated: RunEvent = {
    ...{ type: "migrated", at, key: "mig_1", fromVersion: 1, toVersion: 2, by },
    reason: "The old form asks too much.",
  };
  const events: RunEvent[] = [
    { type: "started", at, runId: "run_1", input: {}, party: {} },
    migrated,
    {
      ...{ type: "signal_received", at, key: "sub_1", waitKey: "run_1:collect::1:1", by },
      payload: { answers: { legalName: "Acme", country: "GB" }, submissionId: "sub_1" },
    },
    migrated,
    { type: "cancel_requested", at, by, reason: "enough" },
    { ...migrated, key: "mig_2", toVersion: 1 },
  ];
  const planOf = (version: number) => (version === 2 ? next : old);

  test("folds to the very state that its steps led to, a repeated and a late move included", () => {
    let state = begin(sellerDocument());
    state = start(old, { runId: "run_1", input: {}, party: {} }, at).state;
    let plan = old;
    const ignored: (string | undefined)[] = [];
    for (const event of events.slice(1)) {
      const result = step(event.type === "migrated" ? planOf(event.toVersion) : plan, state, event);
      if (event.type === "migrated" && !result.ignored) plan = planOf(event.toVersion);
      ignored.push(result.ignored);
      state = result.state;
    }
    expect(ignored).toEqual([undefined, undefined, "repeated", undefined, "finished"]);
    expect(fold(old, events, planOf)).toEqual(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test("cannot be folded without the version it went on by", () => {
    expect(() => fold(old, events)).toThrow("goes on with version 2");
  });

  test("holds no move to a version that lacks where the run stands", () => {
    const { collect: _, ...rest } = nodes;
    const gone = planFor(sellerDocument({ nodes: rest, edges: [] }));
    const state = begin(sellerDocument());
    const result = step(gone, state, migrated);
    expect(result).toMatchObject({ ignored: "refused", commands: [] });
    expect(result.state).toBe(state);
  });
});
