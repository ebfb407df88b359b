import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ClockProvider } from "@/components/ui/format/clock";
import { KeysProvider } from "@/components/ui/keys";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { orderCheck } from "@/db/seed/templates/order-check";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Sources } from "@/server/workflows/trial/answering/policy";
import { testOf } from "@/server/workflows/trial/cases/policy";
import {
  answered,
  type OpenTrial,
  openTrial,
  played as playOpen,
  toTheEnd,
} from "@/server/workflows/trial/moves/policy";
import { sampleAnswers } from "@/server/workflows/trial/samples/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { sampleSetup } from "@/server/workflows/trial/shapes/policy";
import { TestsPanel } from "./tests-panel";
import { TrialPanel } from "./trial-panel";
import { TrialStep } from "./trial-step";
import type { TrialBuilder, TrialDesk } from "./use-trial";

const at = "2026-01-31T12:00:00.000Z";
const byHand: Sources = { vendors: "hand", people: "hand", past: undefined };
const nothing = () => undefined;

const deskOf = (document: WorkflowDocument, trial: OpenTrial | undefined): TrialDesk => {
  const played = trial && playOpen(document, trial);
  const isAllShown = played !== undefined && trial !== undefined && trial.shown >= played.visits.length;
  return {
    ...{ broken: undefined, trial, played, misfit: undefined, sources: byHand, picture: null },
    ...{ before: undefined, canBack: false, setSources: nothing, begin: nothing, leave: nothing },
    ...{ reset: nothing, step: nothing, toStop: nothing, toEnd: nothing, back: nothing },
    question: isAllShown ? played.questions[0] : undefined,
    isOver: isAllShown && played.questions.length === 0,
    answer: nothing,
    pin: nothing,
  };
};
const builderOf = (document: WorkflowDocument, tests: SavedTest[] = []): TrialBuilder => ({
  workflowId: "wf_1",
  parts: { document, editor: { positions: {}, notes: [], tests } as never },
  isReadOnly: false,
  edit: nothing,
  selection: [],
  select: nothing,
});
const draw = (page: ReactNode) =>
  renderToStaticMarkup(
    <MantineProvider>
      <ClockProvider now={Date.parse(at)} timeZone="UTC">
        <KeysProvider>{page}</KeysProvider>
      </ClockProvider>
    </MantineProvider>,
  );
const panel = (document: WorkflowDocument, trial: OpenTrial | undefined, tests: SavedTest[] = []) => {
  const html = draw(
    <TrialPanel builder={builderOf(document, tests)} desk={deskOf(document, trial)} now={at} />,
  );
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  return html;
};
const began = (document: WorkflowDocument) => ({
  ...openTrial({ setup: sampleSetup(document, at), answers: [] }),
  shown: Number.MAX_SAFE_INTEGER,
});

/** The trial at each place where it stands still, answered by whatever is at hand. */
function stopsOf(document: WorkflowDocument): OpenTrial[] {
  const stops: OpenTrial[] = [began(document)];
  for (let count = 0; count < 40; count++) {
    const here = stops.at(-1)!;
    const [question] = playOpen(document, here).questions;
    if (!question) break;
    const form = document.forms[String(question.asked["form"] ?? "")];
    const next =
      question.kind === "wait"
        ? answered(document, here, {
            kind: "signal",
            to: question.to,
            payload: form
              ? { answers: sampleAnswers(form, {}, { at, timeZone: "UTC" }), submissionId: "s" }
              : { verdict: "approve", reasonCodes: [], by: ["m"], items: [] },
          })
        : undefined;
    if (next && "trial" in next) stops.push(next.trial);
    else if (question.kind === "effect") {
      const said = answered(document, here, {
        kind: "failed",
        to: question.to,
        error: { kind: "refused", message: "No." },
      });
      if (!("trial" in said)) break;
      stops.push(said.trial);
    } else break;
  }
  return stops;
}

describe("the panel of the test run", () => {
  it("begins with a form for what the workflow is given", () => {
    const html = panel(orderCheck, undefined);
    for (const words of ["Amount in euro", "Country it is sent to", "Name of the party", "Start"])
      expect(html).toContain(words);
  });

  it("is drawn at every place where the seller's run can stand", () => {
    const stops = stopsOf(marketplaceSeller);
    const html = stops.map((trial) => panel(marketplaceSeller, trial));
    expect(stops.length).toBeGreaterThan(5);
    expect(html[0]).toContain("Hand in");
    expect(html[1]).toContain("An answer");
    expect(html.some((one) => one.includes("Verdict"))).toBe(true);
  });

  it("ends with the outcome, and lists the tests", () => {
    const setup = { ...sampleSetup(orderCheck, at), input: { amount: 9000, country: "DE" } };
    const trial = toTheEnd(orderCheck, openTrial({ setup, answers: [] }), byHand);
    const test = testOf(trial, playOpen(orderCheck, trial), "A large order", []);
    const html = panel(orderCheck, trial, [test]);
    for (const words of ["Hold for review", "LARGE_ORDER", "Save as test case"])
      expect(html).toContain(words);
    const tests = draw(
      <TestsPanel
        builder={builderOf(orderCheck, [test])}
        desk={deskOf(orderCheck, trial)}
        onOpened={nothing}
      />,
    );
    for (const words of ["A large order", "Export CSV"]) expect(tests).toContain(words);
    const step = draw(<TrialStep document={orderCheck} desk={deskOf(orderCheck, trial)} node="rules" />);
    for (const words of ["What it read", "Amount in euro", "9000", "Pin what it said"])
      expect(step).toContain(words);
    const never = draw(<TrialStep document={orderCheck} desk={deskOf(orderCheck, trial)} node="declined" />);
    expect(never).toContain("The test run has not come by here.");
  });
});
