import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";

/** A table of orders for the demo's order check; `wrong` says which rows cannot be read. */
function orders(count: number, wrong: Record<number, string> = {}, prefix = `e2e-${Date.now()}`): string {
  const rows = Array.from({ length: count }, (_, i) => wrong[i] ?? `${prefix}-${i},${100 + i * 150},DE,=cmd`);
  return `reference,amount,country,remark\r\n${rows.join("\r\n")}\r\n`;
}

const asFile = (name: string, text: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});

async function openNewBatch(page: Page): Promise<void> {
  await page.goto("/workflows");
  await page
    .getByRole("link", { name: /^Order check Says/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Batches" }).click();
  await expect(page.getByRole("heading", { name: "Batches", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Decide a file" }).first().click();
  await expect(page.getByRole("heading", { name: "Decide a file", level: 1 })).toBeVisible();
}

const figure = (page: Page, title: string) =>
  page
    .getByRole("region", { name: "Progress" })
    .locator("dl > div")
    .filter({ has: page.getByText(title, { exact: true }) })
    .locator("dd");

test("a table of fifty orders is decided, and the three that are wrong are named", async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  await openNewBatch(page);
  await expect(page.getByText("Amount in euro, needed")).toBeVisible();
  await expectAccessible(page);

  // A file that is none is refused before anything is sent.
  const choose = page.getByLabel(/Drop a CSV/);
  await choose.setInputFiles(asFile("broken.csv", 'amount,country\n1,"DE\n'));
  await expect(page.getByRole("alert", { name: "broken.csv cannot be read" })).toContainText(
    "A quote in it is never closed",
  );

  const prefix = `fifty-${Date.now()}`;
  const text = orders(50, { 3: "w-1,much,DE,", 10: "w-2,120,Germany,", 20: `${prefix}-0,120,DE,` }, prefix);
  await choose.setInputFiles(asFile("orders.csv", text));
  const rows = page.getByRole("region", { name: "The first 20 rows" });
  await expect(rows.getByText("Send a number.")).toBeVisible();
  await expect(rows.getByText("Send a two-letter country code")).toBeVisible();
  await expect(page.getByText("2 cannot be decided as they are")).toBeVisible();
  // What the workflow does not know is not read unless somebody says so.
  await expect(page.getByRole("combobox", { name: "What remark is" })).toHaveValue("Not read");
  await expectAccessible(page);

  // A column that is needed cannot be left out.
  await page.getByRole("combobox", { name: "What amount is" }).click();
  await page.getByRole("option", { name: "Not read" }).click();
  await expect(page.getByText("No column leads to Amount in euro.")).toBeVisible();
  const begin = page.getByRole("button", { name: "Decide orders.csv" });
  await expect(begin).toBeDisabled();
  await page.getByRole("combobox", { name: "What amount is" }).click();
  await page.getByRole("option", { name: "Amount in euro (needed)" }).click();

  await begin.click();
  await expect(page.getByRole("heading", { name: "orders.csv" })).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(figure(page, "Decided")).toHaveText("47");
  await expect(figure(page, "Not decided")).toHaveText("3");
  const table = page.getByRole("table", { name: "rows" });
  await expect(table.getByRole("row")).toHaveCount(4);
  await expect(table.getByRole("row", { name: /Row 5/ })).toContainText("amount Send a number.");
  await expect(table.getByRole("row", { name: /Row 22/ })).toContainText("Row 2 has the same reference.");
  await expectAccessible(page);

  // Each decided row leads to its run.
  await page.getByText(/^Decided 47$/).click();
  await expect(table.getByText(`${prefix}-1`, { exact: true })).toBeVisible();

  // The results come as a file in which nothing is a formula.
  await page.getByRole("button", { name: "Results" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "As a table (CSV)" }).click(),
  ]);
  const lines = readFileSync((await download.path()) ?? "", "utf8").split("\r\n");
  expect(lines).toHaveLength(52);
  expect(lines[1]).toMatch(new RegExp(`^2,${prefix}-0,decided,approve,`));
  expect(lines[4]).toContain("failed");
  expect(lines.join("\n")).not.toMatch(/(^|,)=/m);
  await page.getByRole("link", { name: "Batches" }).first().click();
  await expect(page.getByRole("table", { name: "batches" })).toBeVisible();
  await expectAccessible(page);
});

test("a batch is paused and cancelled after asking, on a phone too", async ({ house }) => {
  test.setTimeout(180_000);
  const page = await house.as("risk_manager");
  await openNewBatch(page);
  await page.getByLabel(/Drop a CSV/).setInputFiles(asFile("many.csv", orders(4000)));
  await page.getByRole("button", { name: "Decide many.csv" }).click();
  await expect(page.getByRole("heading", { name: "many.csv" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Cancel the batch" }).click();
  const ask = page.getByRole("dialog", { name: "Cancel many.csv?" });
  await expect(ask).toContainText("are forgotten");
  await ask.getByRole("button", { name: "Cancel the batch" }).click();
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  await expect(figure(page, "Waiting")).toHaveText("0");
  await expect(page.getByRole("button", { name: "Resume" })).toHaveCount(0);
});

test("somebody who may not decide sees batches and cannot begin one", async ({ house }) => {
  const page = await house.as("auditor");
  await page.goto("/workflows");
  await page
    .getByRole("link", { name: /^Order check Says/ })
    .first()
    .click();
  await page.getByRole("link", { name: "Batches" }).click();
  await expect(page.getByRole("heading", { name: "Batches", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Decide a file" })).toHaveCount(0);
  await page.goto(`${page.url()}/new`);
  await expect(page.getByText("You may not decide files")).toBeVisible();
});

test("the API is described with commands that run", async ({ house }) => {
  const page = await house.as("developer");
  await page.goto("/settings/api");
  await page.getByRole("searchbox", { name: "Search operations" }).fill("decide now");
  await page.getByRole("button", { name: /Decide now/ }).click();
  await expect(page.getByText("Needs the scope")).toBeVisible();
  await expect(page.getByText('curl -X POST "$GATEHOUSE/api/v1/decisions"').first()).toBeVisible();
  await expectAccessible(page);
  const answer = await page.request.get("/api/v1/openapi.json");
  expect((await answer.json()).openapi).toBe("3.1.0");
});
