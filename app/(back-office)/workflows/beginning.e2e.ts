import { ballerineSamples } from "@/server/testing/ballerine-samples";
import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("a workflow begins empty, under a key that follows its name", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows");
  await page.getByRole("link", { name: "New workflow" }).click();
  await page.getByText("Empty", { exact: true }).click();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Order check");
  // The demo's own workflow has that key: the next that is free is taken.
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue(/^order_check_\d+$/);
  await page.getByLabel("Key", { exact: true }).fill("order_check");
  await expect(page.getByText("There is a workflow “order_check” already.")).toBeVisible();
  const key = `begun_${Date.now()}`;
  await page.getByLabel("Key", { exact: true }).fill(key);
  await page.getByRole("radio", { name: "Persons" }).click();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("“Order check” was made")).toBeVisible();

  // Whoever made their first workflow is shown around the builder, once.
  await expect(page).toHaveURL(/\/workflows\/[^/]+\/edit/);
  const guide = page.getByRole("dialog", { name: /^The builder: / });
  await expect(guide.getByText("Your policy, as a drawing")).toBeVisible();
  await expectAccessible(page);
  await guide.getByRole("button", { name: "Next" }).click();
  await expect(guide.getByText("What a step can do")).toBeVisible();
  await guide.getByRole("button", { name: "Back" }).click();
  await expect(guide.getByText("Your policy, as a drawing")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(guide).toHaveCount(0);
  const built = page.url();
  await page.goto(`${built.split("?")[0]}?guide=first`);
  await expect(page.getByRole("heading", { name: "Order check" })).toBeVisible();
  await expect(guide).toHaveCount(0);
  await page.goto("/workflows");
  await expect(page.getByText("Not published").first()).toBeVisible();
});

test("a template is seen as a drawing and as sentences before it is taken", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows/new");
  await page.getByRole("button", { name: /Marketplace seller/ }).click();
  const preview = page.getByRole("region", { name: "Preview of Marketplace seller" });
  await expect(preview.getByRole("region", { name: "Marketplace seller as a drawing" })).toBeVisible();
  await preview.getByText("Sentences").click();
  await expect(preview.getByText(/Outcomes, from least to most severe/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill(`Sellers ${Date.now()}`);
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue(/^sellers_\d+$/);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/was made$/)).toBeVisible();
});

test("a definition of Ballerine's becomes a draft, after a report of what was lost", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows/new?from=ballerine");
  const text = page.getByLabel("Or paste it");
  await text.fill('{"definition": {"initial": "idle"}}');
  await page.getByRole("button", { name: "Read it" }).click();
  await expect(page.getByRole("alert").getByText("definition.states", { exact: true })).toBeVisible();
  await text.fill(JSON.stringify(ballerineSamples["kyb"]));
  await page.getByRole("button", { name: "Read it" }).click();
  const report = page.getByRole("region", { name: "The report" });
  await expect(report.getByText("config.isLegacyReject")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toMatch(/-report\.md$/);
  await page.getByLabel("Name", { exact: true }).fill(`From Ballerine ${Date.now()}`);
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue(/^from_ballerine_\d+$/);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/was made$/)).toBeVisible();
});
