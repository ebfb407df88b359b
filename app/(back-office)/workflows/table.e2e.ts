import { call, expect, expectAccessible, test } from "@/server/testing/e2e";

const workflow = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Payouts",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: {
      ...{ type: "decision_start", version: 1, title: "Payout" },
      config: { fields: [{ path: "input.amount", title: "Amount", type: "money" }] },
    },
    look: { type: "decision_table", version: 1, title: "Limits", config: { table: "limits" } },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
    no: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "look" },
    { from: "look", outlet: "matched", to: "yes" },
    { from: "look", outlet: "no_match", to: "no" },
    { from: "look", outlet: "unknown", to: "no" },
  ],
  tables: {
    limits: {
      ...{ title: "Limits", hitPolicy: "unique", rows: [] },
      inputs: [
        { key: "country", path: "party.country", type: "text" },
        { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
      ],
      outputs: [
        { key: "limit", title: "Limit", kind: "value", type: "number" },
        { key: "outcome", title: "Outcome", kind: "outcome" },
      ],
    },
  },
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

/** Twenty rows as a spreadsheet copies them: five groups of countries by four bands, one of them too short. */
const pasted = ["DE", "FR", "AT", "NL", "not(DE, FR, AT, NL)"]
  .flatMap((country, i) => {
    const third = i === 0 ? "[5000..10000)" : "[5000..20000)";
    return ["< 1,000", "[1000..5000)", third, ">= 20,000"].map(
      (amount, j) => `${country}\t${amount}\t${(i + 1) * 100 - j}\t${j < 3 ? "Approve" : "Review"}`,
    );
  })
  .join("\r\n");

test("a table of 20 rows is pasted from a spreadsheet, and its one gap is found, named and closed by keyboard", async ({
  house,
}) => {
  test.setTimeout(150_000);
  const page = await house.as("risk_manager");
  const { id } = await call<{ id: string }>(page, "workflows.create", {
    document: workflow(`t_${Date.now()}`),
  });
  await page.goto(`/workflows/${id}/edit`);
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  await page.getByRole("button", { name: "Workflow", exact: true }).click();
  await page
    .getByRole("region", { name: "Decision tables" })
    .getByRole("button", { name: /Limits/ })
    .click();
  await page.getByRole("button", { name: "Over the full width" }).click();
  const grid = page.getByRole("grid", { name: "Rows of “Limits”" });
  const said = page.getByRole("region", { name: "Gaps and overlaps" });
  await expect(said).toContainText("No row answers in any case.");

  await grid.focus();
  await grid.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, `${pasted}\r\n`);
  await expect(grid).toHaveAttribute("aria-rowcount", "23");
  await expect(grid.getByRole("gridcell", { name: 'not("DE", "FR", "AT", "NL")' }).first()).toBeVisible();
  await expect(said.getByRole("listitem")).toHaveCount(1);
  await expect(said).toContainText(
    "No row answers when Country of the party is Germany and Amount is at least EUR 10,000.00 and less than EUR 20,000.00.",
  );
  await expectAccessible(page);

  // The row that is missing is made, and its result written without a mouse.
  await said.getByRole("button", { name: "Add a row for it" }).press("Enter");
  await expect(said.getByRole("listitem")).toHaveCount(0);
  await grid.focus();
  await page.keyboard.type("97");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Ban");
  await page.keyboard.press("Enter");
  const wrong = grid.getByRole("gridcell", { name: /^Ban/ });
  await expect(wrong).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("ArrowUp");
  await expect(grid.getByRole("note")).toContainText("There is no outcome “Ban” in this workflow.");
  await page.keyboard.type("approve");
  await page.keyboard.press("Enter");
  await expect(grid.locator("[aria-invalid=true]")).toHaveCount(0);

  // One gesture is one step: the wrong word, its mending, and the whole block.
  await page.keyboard.press("Control+z");
  await expect(wrong).toBeVisible();
  await page.keyboard.press("Control+Shift+z");
  await expect(wrong).toHaveCount(0);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Workflow", exact: true }).click();
  await page
    .getByRole("region", { name: "Decision tables" })
    .getByRole("button", { name: /Limits/ })
    .click();
  await expect(grid).toHaveAttribute("aria-rowcount", "24");
});
