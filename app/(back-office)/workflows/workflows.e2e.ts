import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("a risk manager reads a policy as a drawing and in sentences, and follows one of its runs", async ({
  house,
}) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows");
  await expect(page.getByRole("heading", { name: "Workflows", level: 1 })).toBeVisible();
  await expectAccessible(page);
  // Drafts may be called the same; the one that is live is read.
  const live = page
    .getByRole("row")
    .filter({ hasText: "Marketplace seller" })
    .filter({ hasText: "Version 1" });
  await live.getByRole("link").first().click();

  const canvas = page.getByRole("region", { name: "Marketplace seller, version 1" });
  await expect(canvas.getByText("Company registry", { exact: true })).toBeVisible();
  await canvas.getByText("Company registry", { exact: true }).click();
  await expect(page).toHaveURL(/node=registry/);
  await expect(page.getByRole("heading", { name: "Company registry", level: 2 })).toBeVisible();
  await expect(page.getByRole("complementary").getByText("no answer goes to a person")).toBeVisible();
  await expectAccessible(page);

  // The way out leads to the node it leads to.
  await page.getByRole("button", { name: "Does the company exist" }).first().click();
  await expect(page).toHaveURL(/node=company\b/);

  await page.keyboard.press("v");
  await expect(page).toHaveURL(/view=policy/);
  const policy = page.getByRole("article", { name: "Marketplace seller in sentences" });
  await expect(policy.getByText("PROHIBITED_COUNTRY")).toBeVisible();
  await expect(policy.getByText(/forms\.|nodes\./)).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.press("v");
  await page.keyboard.press("r");
  await page.getByRole("row", { name: /Rheinkontor GmbH/ }).click();
  const story = page.getByRole("region", { name: "One run" });
  await expect(story.getByRole("heading", { name: "Rheinkontor GmbH" })).toBeVisible();
  await expect(story.getByText("Approved by 2 members.")).toBeVisible();
  await story.getByRole("button", { name: /^People screening/ }).click();
  await expect(page.getByRole("heading", { name: "In this run" })).toBeVisible();
  // The link alone brings the same picture back.
  await page.reload();
  await expect(page.getByRole("heading", { name: "In this run" })).toBeVisible();
});

test("a workflow is read on a phone and by keyboard alone", async ({ house }) => {
  const page = await house.as("auditor", { viewport: { width: 390, height: 844 } });
  await page.goto("/workflows");
  await page.getByRole("link", { name: /^Order check Says/ }).click();
  const node = page.getByRole("group", { name: /^Request\b|^Order/ }).first();
  await expect(page.getByRole("region", { name: /Order check, version 1/ })).toBeVisible();
  await expectAccessible(page);
  await node.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});
