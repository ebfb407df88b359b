import type { Page } from "playwright";
import { drawnSeller, overFullWidth, ready } from "./builder";
import type { Screen } from "./screen";
import { inTurn, type Steps } from "./steps";

const opened = inTurn(drawnSeller, ready, async (page: Page) => {
  await page.getByRole("button", { name: "Workflow", exact: true }).click();
  await page.getByRole("region", { name: "The workflow" }).waitFor();
});
const part =
  (kind: string, name: RegExp): Steps =>
  async (page) => {
    await page.getByRole("region", { name: kind, exact: true }).getByRole("button", { name }).first().click();
    await page.getByRole("heading", { name: "Where it is used" }).waitFor();
  };
const of = (state: string, steps: Steps): Screen => ({
  name: "parts",
  ...{ state, steps },
  as: "risk_manager",
  path: "/workflows",
});

/** What the seller policy holds beside its steps, and the editors of a rule set, a form and a reason. */
export const partScreens: readonly Screen[] = [
  of("all", opened),
  of("all-wide", inTurn(opened, overFullWidth)),
  of("rule-set", inTurn(opened, part("Rule sets", /./))),
  of("rule-set-wide", inTurn(opened, part("Rule sets", /./), overFullWidth)),
  of("form", inTurn(opened, part("Forms", /used/))),
  of("form-wide", inTurn(opened, part("Forms", /used/), overFullWidth)),
  of(
    "rule-open",
    inTurn(opened, part("Rule sets", /./), overFullWidth, async (page) => {
      await page.getByRole("button", { expanded: false }).filter({ hasText: /When/ }).first().click();
    }),
  ),
  of("queue", inTurn(opened, part("Queues", /Manual review/))),
];
