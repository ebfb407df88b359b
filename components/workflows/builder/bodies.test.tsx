import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { companyAndOwners } from "@/server/testing/parallel-documents";
import { type Drawing, drawingOf, stepsIn, whyNotHere } from "@/server/workflows/drawings/policy";
import { removeNodes } from "@/server/workflows/edits/policy";
import { type DraftParts, editorPart, workflowDocument } from "@/server/workflows/schema";
import { addStep, duplicateSteps, placeBehind, removeChosen, whyNotAt } from "./builder-acts";
import { createBuilder } from "./builder-store";
import { Palette } from "./palette";
import type { Builder } from "./use-builder";

const said = vi.hoisted(() => ({ done: [] as string[], refused: [] as string[] }));
vi.mock("@/components/ui/tell", () => ({
  tell: (message: string) => said.done.push(message),
  tellFailure: (message: string) => said.refused.push(message),
}));
beforeEach(() => {
  said.done.length = 0;
  said.refused.length = 0;
});

const company = (): DraftParts => ({
  document: workflowDocument.parse(companyAndOwners),
  editor: editorPart.parse({}),
});

/** A builder in whose hands a drawing is open; it answers what it came to. */
function builderIn(open: Drawing, parts = company()) {
  const store = createBuilder({
    signed: () => ({ by: "Ada King", at: "2026-01-31T12:00:00.000Z" }),
    ...{ parts, revision: 1, steps: { undo: [], redo: [] } },
    send: async ({ revision }) => ({ revision: revision + 1 }),
    later: () => () => {},
  });
  const chosen: string[] = [];
  const builder: Builder = {
    ...{ workflowId: "wf_1", parts, isReadOnly: false, canUndo: false, canRedo: false },
    ...{ selection: [], state: store.get(), open, enter: () => {}, flush: store.flush },
    savedRevision: async () => undefined,
    select: (keys) => void chosen.splice(0, chosen.length, ...keys),
    ...{ edit: store.edit, undo: store.undo, redo: store.redo, goTo: store.goTo, leftover: store.leftover },
  };
  return { builder, chosen, now: () => store.get().parts, undo: store.undo };
}

const emptied = (): DraftParts => removeNodes(company(), stepsIn(company(), "owners"));

describe("inside the body of a “for each”", () => {
  it("the first step comes to where the body begins, with its end, wherever it is dropped", () => {
    const { builder, chosen, now, undo } = builderIn("owners", emptied());
    addStep(builder, "review", { at: { x: 400, y: 400 } });
    const [key] = chosen;
    expect(stepsIn(now(), "owners")).toEqual([key, "item_end"]);
    expect(now().document.edges).toContainEqual({ from: "owners", outlet: "each", to: key });
    undo();
    expect(now()).toEqual(emptied());
  });

  it("a step that follows nothing stands in the open drawing", () => {
    const { builder, chosen, now } = builderIn("owners");
    addStep(builder, "wait", {});
    expect(drawingOf(now(), chosen[0] ?? "")).toBe("owners");
  });

  it("what cannot stand there is refused in words, and the palette says so before", () => {
    const { builder, now } = builderIn("owners");
    addStep(builder, "collect", {});
    expect(said.refused).toEqual([expect.stringContaining("cannot stand inside “Every owner”")]);
    expect(now()).toEqual(company());
    const html = renderToStaticMarkup(
      <MantineProvider>
        <Palette onAdd={() => {}} whyNot={(type) => whyNotHere(company().document, type, "owners")} />
      </MantineProvider>,
    );
    expect(html).toMatch(/title="[^"]*would end the whole run[^"]*" aria-disabled="true"/);
    expect(html.match(/aria-disabled/g)?.length).toBeLessThan(html.match(/draggable/g)?.length ?? 0);
  });

  it("behind a new “for each” an end goes on at *done*, a check goes inside", () => {
    const parts = removeNodes(emptied(), ["approved"]);
    const { builder } = builderIn(null, parts);
    expect(placeBehind(builder, "owners", "end").after).toEqual({ from: "owners", outlet: "done" });
    expect(placeBehind(builder, "owners", "check").after).toEqual({ from: "owners", outlet: "each" });
    expect(whyNotAt(builder, "item_end", {})).toMatch(/inside a “for each”/);
  });

  it("removing takes all of it in one step, and says so", () => {
    const { builder, now, undo } = builderIn(null);
    removeChosen(builder, ["owners"], []);
    expect(said.done).toEqual([
      "Removed “Every owner” and the 7 steps that belong to it. Undo brings all of it back.",
    ]);
    expect(Object.keys(now().document.nodes)).not.toContain("person");
    undo();
    expect(JSON.stringify(now())).toBe(JSON.stringify(company()));
  });

  it("a copy is chosen, not what is inside it: its drawing does not open", () => {
    const { builder, chosen, now } = builderIn(null);
    duplicateSteps(builder, ["owners"]);
    expect(chosen).toEqual(["owners_2"]);
    expect(stepsIn(now(), "owners_2")).toHaveLength(7);
  });
});
