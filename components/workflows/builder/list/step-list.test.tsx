import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import { KeysProvider } from "@/components/ui/keys";
import { listTemplates } from "@/server/workflows/list-templates";
import type { DocumentProblem, DraftParts, WorkflowDocument } from "@/server/workflows/schema";
import { createBuilder } from "../builder-store";
import type { Builder } from "../use-builder";
import { listRows } from "./list-rows";
import { StepList } from "./step-list";

const templates = listTemplates().map(({ document }) => [document.title, document] as const);
const [[, seller]] = templates as [(typeof templates)[number]];
const partsOf = (document: WorkflowDocument): DraftParts => ({
  document,
  editor: { positions: {}, notes: [] },
});

/** A builder that keeps what is done to it, in a store of its own. */
function builderOf(parts: DraftParts, isReadOnly = false): Builder {
  const store = createBuilder({
    signed: () => ({ by: "Ada King", at: "2026-01-31T12:00:00.000Z" }),
    ...{ parts, revision: 1, steps: { undo: [], redo: [] } },
    send: async ({ revision }) => ({ revision: revision + 1 }),
    later: () => () => {},
  });
  return {
    ...{ workflowId: "wf_1", parts, isReadOnly, canUndo: false, canRedo: false },
    ...{
      selection: [],
      state: store.get(),
      select: () => {},
      open: null,
      enter: () => {},
      flush: store.flush,
      savedRevision: async () => undefined,
    },
    ...{ edit: store.edit, undo: store.undo, redo: store.redo, goTo: store.goTo, leftover: store.leftover },
  };
}
const draw = (builder: Builder, problems: readonly DocumentProblem[] = []) =>
  renderToStaticMarkup(
    <MantineProvider>
      <KeysProvider>
        <StepList builder={builder} problems={problems} onAdd={() => {}} />
      </KeysProvider>
    </MantineProvider>,
  );

describe.each(templates)("%s", (_, document) => {
  it("says of every step what it is, what it does and where it leads", () => {
    const html = draw(builderOf(partsOf(document)));
    expect(html).not.toMatch(/undefined|\[object|NaN/);
    const rows = listRows(partsOf(document));
    expect(rows.map(({ key }) => key).sort()).toEqual(Object.keys(document.nodes).sort());
    expect(html.match(/<li[^>]*data-step=/g)).toHaveLength(rows.length);
    // What is wired in the document is wired in the list, and nothing else is.
    expect(
      rows
        .flatMap(({ key, ways }) =>
          ways.flatMap(({ outlet, to }) => (to ? [`${key} ${outlet} ${to.node}`] : [])),
        )
        .sort(),
    ).toEqual(document.edges.map(({ from, outlet, to }) => `${from} ${outlet} ${to}`).sort());
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
  });
});

it("one row is reached by tab, the others by the keys that walk", () => {
  const html = draw(builderOf(partsOf(seller)));
  const rows = html.split(/(?=<li[^>]*data-step=)/).slice(1);
  expect(rows[0]).toContain('tabindex="0"');
  for (const row of rows.slice(1)) expect(row).not.toContain('tabindex="0"');
});

it("tells the worst problem, how many more there are, comments and what is left out", () => {
  const key = Object.keys(seller.nodes).find((one) => seller.nodes[one]?.type === "rules")!;
  const document = {
    ...seller,
    nodes: { ...seller.nodes, [key]: { ...seller.nodes[key]!, disabled: "next" } },
  };
  const comment = { node: key, by: "Ada", at: "2026-01-01T00:00:00.000Z", text: "Why?" };
  const parts: DraftParts = {
    document,
    editor: {
      ...{ positions: {}, notes: [] },
      comments: [
        { ...comment, id: "1", isSettled: false },
        { ...comment, id: "2", isSettled: true },
      ],
    },
  };
  const html = draw(builderOf(parts), [
    { severity: "warning", code: "a", path: "", node: key, message: "Something small." },
    { severity: "error", code: "b", path: "", node: key, message: "Something bad." },
  ]);
  const row = html.split(/(?=<li[^>]*data-step=)/).find((one) => one.includes(`data-step="${key}"`));
  expect(row).toContain("Something bad.");
  expect(row).toContain("and 1 more");
  expect(row).toContain("1 comment<");
  expect(row).toContain("Left out");
});

it("offers nothing to change to whoever may only read", () => {
  const html = draw(builderOf(partsOf(seller), true));
  expect(html).not.toMatch(/add a step|Add a step|Rename|Paste|aria-haspopup/);
  expect(html).toContain("Choose “");
});

it("says how to begin where there is no step", () => {
  const html = draw(builderOf(partsOf({ ...seller, nodes: {}, edges: [] })));
  expect(html).toContain("No step yet");
  expect(html).toContain("Add a step");
});

test("a thousand steps, each below the other, are drawn", () => {
  const keys = Array.from({ length: 999 }, (_, i) => `s${i}`);
  const step = (type: string) => ({ type, version: 1, title: "Tell", config: {} });
  const document = {
    ...seller,
    nodes: { start: step("decision_start"), ...Object.fromEntries(keys.map((key) => [key, step("branch")])) },
    edges: [
      { from: "start", outlet: "next", to: "s0" },
      ...keys.slice(1).map((to, i) => ({ from: keys[i]!, outlet: "approve", to })),
    ],
  };
  expect(draw(builderOf(partsOf(document))).match(/data-step=/g)).toHaveLength(1000);
});
