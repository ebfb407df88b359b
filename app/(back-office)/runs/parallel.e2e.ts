import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { companies, companyAndOwners, ownerInterview } from "@/server/testing/parallel-documents";
import { perform } from "@/server/testing/stories";

/** Publishes both workflows and has a company with three owners decided about. */
async function begun(admin: Page): Promise<void> {
  for (const document of [ownerInterview, companyAndOwners]) {
    const made = await perform<{ id: string; revision: number }>(
      admin,
      "workflows.create",
      { document },
      "mutation",
    );
    const { id: workflowId, revision } = made;
    const publish = { workflowId, revision, note: "First", acceptWarnings: true };
    await perform(admin, "workflows.publish", publish, "mutation");
  }
  const wanted = { name: "Story parallel", scopes: ["decisions.create"] };
  const { key } = await perform<{ key: string }>(admin, "apiKeys.create", wanted, "mutation");
  const [company] = companies;
  const answer = await admin.request.post("/api/v1/decisions", {
    headers: { authorization: `Bearer ${key}`, "idempotency-key": "story-parallel" },
    data: {
      workflow: companyAndOwners.key,
      input: { number: "01234500", owners: company?.owners },
      party: { name: company?.name },
    },
  });
  expect(answer.status(), await answer.text()).toBe(202);
}

test("a list's body is opened by keyboard, and a run leads to the run it began and back", async ({
  house,
}) => {
  test.setTimeout(120_000);
  const admin = await house.as("admin");
  await begun(admin);

  const page = await house.as("risk_manager");
  await page.goto("/runs?view=all&workflow=company_and_owners");
  await expect(page.getByText("Silent shadow runs are left out.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Clear 1 filter" })).toBeVisible();
  await page
    .getByRole("row", { name: /Harbour Lane/ })
    .getByRole("link")
    .click();

  // The rules of the bars stand in words.
  const drawing = page.getByRole("region", { name: "Company and its owners, version 1" });
  await expect(drawing.getByText("Goes 3 ways at once")).toBeVisible();
  await expect(drawing.getByText("Waits for all 3")).toBeVisible();
  const pile = drawing.getByRole("group", { name: /^Every owner\./ });
  await expect(pile.getByText("2 of 3 done")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  // Into the body and out of it again, by keyboard alone.
  await pile.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/body=owners/);
  const way = drawing.getByRole("navigation", { name: "Where in the drawing" });
  await expect(way.getByText("Every owner")).toHaveAttribute("aria-current", "location");
  await expect(way.getByRole("button")).toBeFocused();
  await expect(drawing.getByText("Each owner", { exact: true })).toBeVisible();
  // The element that is not done is shown first.
  const element = drawing.getByRole("combobox", { name: "Element" });
  await expect(element).toHaveValue(/Owner 1 · Jane Roe/);
  await expect(drawing.getByText("Waits for all 2 · 1 here")).toBeVisible();
  await drawing.getByRole("button", { name: "The element behind" }).click();
  await expect(element).toHaveValue(/Owner 2 · Karl Penrose – cleared/);
  await expect(page).toHaveURL(/element=owners\.1\.1\.1/);
  await expectAccessible(page);
  await page.reload();
  await expect(element).toHaveValue(/Owner 2 · Karl Penrose/);
  await drawing.getByRole("group", { name: /^Holds 25/ }).focus();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/body=/);
  await expect(pile).toBeFocused();

  // The list of steps names each line.
  await expect(page.getByText("Owner 3 · Lucia Marchetti", { exact: true })).toBeVisible();
  await expect(page.getByText("Bank account", { exact: true }).first()).toBeVisible();

  // To the run of the owner's interview, and back up.
  const family = page.getByRole("region", { name: "Parent and child runs" });
  const child = family.getByRole("listitem").filter({ hasText: "Owner 1 · Jane Roe" });
  await expect(child).toContainText("Waiting");
  await child.getByRole("link", { name: "Owner interview, version 1" }).click();
  await expect(page.getByText("It stands at Talk with the owner.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Parent and child runs" })).toContainText("It is a part of");
  await expectAccessible(page);
  await page
    .getByRole("navigation", { name: "Where you are" })
    .getByRole("link", { name: "Harbour Lane Foods Ltd, Company and its owners" })
    .click();
  await expect(drawing.getByText("Goes 3 ways at once")).toBeVisible();

  // Silent runs are shown when asked for, and the address says so.
  await page.goto("/runs?view=all");
  await page.getByRole("button", { name: "Show them" }).click();
  await expect(page).toHaveURL(/mode=shadow/);
  await expect(page.getByText("No runs match these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear 1 filter" }).click();
  await expect(page).not.toHaveURL(/mode=/);
});

test("on a phone the lines of a run stay readable", async ({ house }) => {
  const page = await house.as("risk_manager", { viewport: { width: 390, height: 844 } });
  await page.goto("/runs?view=all&workflow=company_and_owners");
  await page.getByText("Harbour Lane Foods Ltd").first().click();
  await expect(page.getByText("Owner 1 · Jane Roe", { exact: true })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
