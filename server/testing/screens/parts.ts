import type { Page } from "playwright";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { drawnSeller, overFullWidth, ready } from "./builder";
import { tell } from "./call";
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

/** A rule set of the seller's policy with so many rules, in a draft of its own. */
let sets = 0;
const withRules =
  (count: number, ...steps: Steps[]): Steps =>
  async (page) => {
    const [name, set] = Object.entries(marketplaceSeller.rules).at(-1)!;
    const rules = Array.from({ length: count }, (_, i) => {
      const rule = set.rules[i % set.rules.length]!;
      const title = i === 0 ? LONG : rule.title;
      return { ...rule, title, code: `R${String(i + 1).padStart(3, "0")}` };
    });
    const document = {
      ...marketplaceSeller,
      key: `rules_${++sets}_${count}`,
      rules: { ...marketplaceSeller.rules, [name]: { ...set, rules } },
    };
    const { id } = await tell(page, "workflows.create", { document });
    await page.goto(`/workflows/${id}/edit`);
    await ready(page);
    await page.getByRole("button", { name: "Workflow", exact: true }).click();
    await page
      .getByRole("region", { name: "Rule sets", exact: true })
      .getByRole("button", { name: set.title })
      .click();
    await overFullWidth(page);
    for (const step of steps) await step(page);
  };
const LONG =
  "Somebody who owns a quarter or more of the company, or of a company that owns it, could not be identified in time";
const firstRule: Steps = async (page) => {
  await page.locator("li[data-rule] button[aria-current]").first().click();
};
/** A scorecard and a formula, begun in a draft of their own. */
const begun =
  (kind: string, one: string, name: string, ...steps: Steps[]): Steps =>
  async (page) => {
    const document = { ...marketplaceSeller, key: `begun_${++sets}` };
    const { id } = await tell(page, "workflows.create", { document });
    await page.goto(`/workflows/${id}/edit`);
    await ready(page);
    await page.getByRole("button", { name: "Workflow", exact: true }).click();
    const section = page.getByRole("region", { name: kind, exact: true });
    await section.getByRole("textbox", { name: `Name of a new ${one}` }).fill(name);
    await section.getByRole("button", { name: "Add", exact: true }).click();
    await overFullWidth(page);
    for (const step of steps) await step(page);
  };

/** What the seller policy holds beside its steps, and the editors of a rule set, a form and a reason. */
export const partScreens: readonly Screen[] = [
  of("all", opened),
  of("all-wide", inTurn(opened, overFullWidth)),
  of("rule-set", inTurn(opened, part("Rule sets", /./))),
  of("rule-set-wide", inTurn(opened, part("Rule sets", /./), overFullWidth)),
  of("form", inTurn(opened, part("Forms", /used/))),
  of("form-wide", inTurn(opened, part("Forms", /used/), overFullWidth)),
  of("rule-open", inTurn(opened, part("Rule sets", /./), overFullWidth, firstRule)),
  of("no-rules", withRules(0)),
  of("many-rules", withRules(200, firstRule)),
  of("scorecard", begun("Scorecards", "scorecard", "Risk of the seller")),
  of(
    "formula",
    begun("Formulas", "formula", "Limit", async (page) => {
      await page.getByRole("textbox", { name: "Formula" }).fill("min(2 * plan");
      await page.getByRole("option").first().waitFor();
    }),
  ),
  of("queue", inTurn(opened, part("Queues", /Manual review/))),
];
