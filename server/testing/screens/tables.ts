import type { Page } from "playwright";
import { overFullWidth, ready } from "./builder";
import { tell } from "./call";
import type { Screen } from "./screen";
import { inTurn } from "./steps";

const COUNTRIES = "AT BE BG CZ DE DK EE ES FI FR".split(" ");
const long = "What the company that sells here is expected to pay out in its first month of business";

/** A workflow with one table, so many rows long; one row too many goes behind another, and one place is forgotten. */
const workflow = (key: string, count: number, isLong: boolean) => ({
  format: "workflow/v1",
  ...{ key, title: "Payout limits" },
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "review", title: "Review", kind: "review" },
  ],
  nodes: {
    start: {
      ...{ type: "decision_start", version: 1, title: "Payout" },
      config: { fields: [{ path: "input.amount", title: isLong ? long : "Amount", type: "money" }] },
    },
    look: { type: "decision_table", version: 1, title: "Limits", config: { table: "limits" } },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "look" },
    ...["matched", "no_match", "unknown"].map((outlet) => ({ from: "look", outlet, to: "yes" })),
  ],
  tables: {
    limits: {
      ...{ title: isLong ? long : "Limits", hitPolicy: "first" },
      inputs: [
        { key: "country", path: "party.country", type: "text" },
        { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
      ],
      outputs: [
        {
          key: "limit",
          title: isLong ? `${long}, at most` : "Limit",
          kind: "value",
          type: "money",
          currency: "EUR",
        },
        { key: "outcome", title: "Outcome", kind: "outcome" },
      ],
      rows: Array.from({ length: count }, (_, i) => {
        const from = Math.floor(i / COUNTRIES.length) * 500;
        const country = isLong
          ? COUNTRIES.map((one) => `"${one}"`).join(", ")
          : `"${COUNTRIES[i % COUNTRIES.length]}"`;
        return {
          when: { country, amount: i === 17 ? "lots" : `[${from}..${from + 500})` },
          set: {
            limit: { amount: (i + 1) * 10_000, currency: "EUR" },
            outcome: i % 3 ? "approve" : "review",
          },
          ...(isLong ? { note: `${long}, as agreed with the bank` } : {}),
        };
      }).filter((_, i) => count < 100 || i !== 23),
    },
  },
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

const of = (state: string, count: number, isLong = false): Screen => ({
  name: "table",
  state,
  as: "risk_manager",
  path: "/workflows",
  steps: inTurn(async (page: Page) => {
    const key = `table_${state.replaceAll("-", "_")}_${Date.now()}`;
    const { id } = await tell(page, "workflows.create", { document: workflow(key, count, isLong) });
    await page.goto(`/workflows/${id}/edit`);
    await ready(page);
    await page.getByRole("button", { name: "Workflow", exact: true }).click();
    const tables = page.getByRole("region", { name: "Decision tables", exact: true });
    await tables.getByRole("button").first().click();
    await page.getByRole("grid").waitFor();
    await overFullWidth(page);
  }),
});

/** The grid of a decision table: nothing in it yet, as long as tables get, and with names that do not fit. */
export const tableScreens: readonly Screen[] = [
  of("empty", 0),
  of("some", 17),
  of("200-rows", 200),
  of("long-names", 12, true),
];
