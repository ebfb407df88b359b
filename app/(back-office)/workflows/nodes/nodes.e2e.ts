import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("a risk manager looks a type up, changes its settings, and sees at once what follows", async ({
  house,
}) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows");
  await page.getByRole("link", { name: "Node types" }).click();
  await expect(page.getByRole("heading", { name: "Node types", level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("searchbox", { name: "Search node types" }).fill("four eyes");
  const list = page.getByRole("navigation", { name: "Node types" });
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await list.getByRole("button", { name: /^Review/ }).click();
  await expect(page).toHaveURL(/type=review/);
  const review = page.getByRole("article", { name: "Review" });
  await expect(review.getByText("A case opens in “edd”; two members must agree to approve.")).toBeVisible();
  await review.getByRole("combobox", { name: "Four eyes" }).click();
  await page.getByRole("option", { name: "None" }).click();
  await expect(review.getByText("A case opens in “edd”; one member decides.")).toBeVisible();

  await review.getByRole("button", { name: "Back to the example" }).click();
  await expect(review.getByText("two members must agree to approve")).toBeVisible();
  await review.getByRole("button", { name: "One document goes back" }).click();
  await expect(review.getByRole("region", { name: "What follows" }).getByText("Sent back")).toBeVisible();
  await expectAccessible(page);

  // What a setting lacks stands at the setting, and nothing is played.
  await page.goto("/workflows/nodes?type=notify");
  const notify = page.getByRole("article", { name: "Notify" });
  await notify.getByRole("textbox", { name: "Subject", exact: true }).fill("");
  await expect(notify.getByText("This is needed.")).toBeVisible();
  await expect(notify.getByText("Mend the settings first.")).toBeVisible();
  await notify.getByRole("button", { name: "Back to the example" }).click();
  await expect(notify.getByText("This is needed.")).toHaveCount(0);

  await page.goto("/workflows/nodes?type=decision_table");
  const table = page.getByRole("article", { name: "Decision table" });
  const follows = table.getByRole("region", { name: "What follows" });
  await expect(follows.getByText("A row holds", { exact: true })).toBeVisible();
  await table.getByRole("textbox", { name: "What the run knows" }).fill('{"input": {"country": "DE"}}');
  await expect(follows.getByText("Cannot be told", { exact: true })).toBeVisible();

  await page.getByRole("searchbox", { name: "Search node types" }).fill("nothing says this");
  await expect(page.getByText("No type says that")).toBeVisible();
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect(list.getByRole("listitem").first()).toBeVisible();
});

test("the types are read on a phone and by keyboard", async ({ house }) => {
  const page = await house.as("auditor", { viewport: { width: 390, height: 844 } });
  await page.goto("/workflows/nodes");
  const row = page
    .getByRole("navigation", { name: "Node types" })
    .getByRole("button", { name: /^Ownership/ });
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "Ownership" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "All node types" }).click();
  await expect(row).toBeVisible();
});
