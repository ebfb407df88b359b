import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import type { Sources } from "../answering/policy";
import { sampleAnswers } from "../samples/policy";
import { sampleSetup } from "../shapes/policy";
import {
  answered,
  fitting,
  type OpenTrial,
  openTrial,
  played,
  stepBack,
  stepOn,
  toNextStop,
  toTheEnd,
  withPin,
} from "./policy";

const at = "2026-01-31T12:00:00.000Z";
const document = marketplaceSeller;
const sources: Sources = { vendors: "sandbox", people: "hand", past: undefined };
const begun = openTrial({ setup: sampleSetup(document, at), answers: [] });

const handIn = (trial: OpenTrial): OpenTrial => {
  const [question] = played(document, trial).questions;
  const form = document.forms["seller"]!;
  const answers = sampleAnswers(form, {}, { at, timeZone: "UTC" });
  const next = answered(document, trial, {
    kind: "signal",
    to: question?.to ?? "",
    payload: { answers, submissionId: "trial" },
  });
  if ("why" in next) throw new Error(next.why);
  return next.trial;
};
const handedIn = handIn(toTheEnd(document, begun, sources));
const steppedUp = (trial: OpenTrial): OpenTrial => {
  const next = stepOn(document, trial, sources);
  return next ? steppedUp(next) : trial;
};

describe("a trial on the screen", () => {
  it("shows one node more with every step, and stops where a person must say something", () => {
    const second = stepOn(document, begun, sources)!;
    expect([begun.shown, second.shown]).toEqual([1, 2]);
    expect(stepOn(document, second, sources)).toBeUndefined();
    expect(played(document, second).questions).toMatchObject([{ node: "application" }]);
  });

  it("comes step by step to where it comes at once", () => {
    const atOnce = toTheEnd(document, handedIn, sources);
    const stepped = steppedUp(handedIn);
    expect(stepped).toEqual(atOnce);
    expect(atOnce.shown).toBe(played(document, atOnce).visits.length);
    expect(atOnce.told).toBeGreaterThan(3);
  });

  it("goes back node by node to its start, and on again by what was said", () => {
    const end = toTheEnd(document, handedIn, sources);
    let here = end;
    for (let count = 0; here.shown > 1 || here.told > 0; count++) {
      const back = stepBack(document, here);
      expect(back.shown < here.shown || back.told < here.told).toBe(true);
      expect(count).toBeLessThan(200);
      here = back;
    }
    expect(here.answers).toEqual(end.answers);
    expect(steppedUp(here)).toEqual(end);
  });

  it("never shows what is not told, whatever is pressed", () => {
    const acts = fc.array(fc.constantFrom("step", "stop", "end", "back"), { maxLength: 25 });
    fc.assert(
      fc.property(acts, (list) => {
        let here = handedIn;
        for (const act of list) {
          here =
            act === "back"
              ? stepBack(document, here)
              : act === "end"
                ? toTheEnd(document, here, sources)
                : ((act === "step" ? stepOn : toNextStop)(document, here, sources) ?? here);
          const { visits, misfit } = played(document, here);
          expect(misfit).toBeUndefined();
          expect(here.shown).toBeGreaterThanOrEqual(1);
          expect(here.shown).toBeLessThanOrEqual(visits.length);
          expect(here.told).toBeLessThanOrEqual(here.answers.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("says why an answer does not fit, and stays as it was", () => {
    expect(answered(document, begun, { kind: "said", to: "registry:party:1:1", output: {} })).toEqual({
      why: "Nothing waits for it there.",
    });
  });

  it("goes as far as its answers fit a changed workflow", () => {
    const end = toTheEnd(document, handedIn, sources);
    const { registry, ...nodes } = document.nodes;
    const config = { ...registry!.config, subjects: "forms.seller.owners[]" };
    const changed = { ...document, nodes: { ...nodes, registry: { ...registry!, config } } };
    const after = played(changed, end);
    expect(after.misfit).toMatchObject({ why: "Nothing waits for it there." });
    const left = fitting(end, after);
    expect(left.answers).toEqual(end.answers.slice(0, left.told));
    expect(played(changed, left).misfit).toBeUndefined();
    expect(played(changed, left).questions[0]?.node).toBe("registry");
  });

  it("asks a pinned node no more, and asks it again when it is let loose", () => {
    const end = toTheEnd(document, handedIn, sources);
    const pin = { outlet: "answered", output: { status: "clear", results: [] } };
    const pinned = withPin(document, end, "registry", pin);
    expect(pinned.answers.some((one) => "to" in one && one.to.startsWith("registry:"))).toBe(false);
    expect(played(document, pinned).visits.find(({ node }) => node === "registry")).toMatchObject({
      isPinned: true,
      output: pin.output,
    });
    const loose = withPin(document, pinned, "registry", undefined);
    expect(played(document, loose).questions[0]?.node).toBe("registry");
  });
});
