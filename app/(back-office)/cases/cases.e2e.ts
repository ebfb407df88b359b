import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";

/* The demo's cases: Lichtwerk is open and nobody's, Küstenfunk was approved once by the analyst. */

async function openCase(page: Page, name: string): Promise<void> {
  await page.goto("/cases");
  await page.getByRole("table", { name: "cases" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(name) })).toBeVisible();
}

const decision = (page: Page) => page.getByRole("complementary", { name: "Decision" });

test("a case is found, previewed and opened by keyboard alone", async ({ house }) => {
  const page = await house.as("analyst");
  await page.goto("/cases");
  const rows = page.getByRole("table", { name: "cases" }).getByRole("link");
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("Space");
  const preview = page.getByRole("dialog");
  await expect(preview.getByRole("heading", { name: "Why it is here" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(preview).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/cases\/case_/);
  await expect(page.getByRole("heading", { level: 2, name: "Why it is here" })).toBeVisible();
  await page.keyboard.press("?");
  for (const label of ["Approve", "Send back", "Decline", "Take the next case", "Turn the page"])
    await expect(page.getByRole("dialog").getByText(label, { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  const first = page.url();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(first);
  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/cases$/);
});

test("views and filters live in the address", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/cases?assignee=nobody&overdue=true");
  await expect(page.getByRole("tab", { name: /Unassigned/ })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: "Take away: Past their time" }).click();
  await expect(page).not.toHaveURL(/overdue/);
  await page.getByRole("tab", { name: "Second verdict" }).click();
  await expect(page).toHaveURL(/status=waiting_for_second/);
  await expect(page.getByRole("link", { name: /Küstenfunk/ })).toBeVisible();
  await page.getByLabel("Search cases").fill("nobody is called so");
  await expect(page.getByText("No cases match these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByRole("link", { name: /Lichtwerk/ })).toBeVisible();
});

test("a case is taken by key and given back", async ({ house }) => {
  const page = await house.as("senior_analyst");
  await openCase(page, "Lichtwerk");
  await page.keyboard.press("e");
  const holder = page.getByRole("combobox", { name: "Who has it" });
  await expect(holder).toHaveValue(house.account("senior_analyst").name);
  await expect(page.getByText(/took the case/).first()).toBeVisible();
  await holder.click();
  await page.getByRole("option", { name: "Nobody" }).click();
  await expect(decision(page).getByRole("button", { name: "Take this case" })).toBeVisible();
});

test("a note survives a failure and a reload, and is on record once it is saved", async ({ house }) => {
  const page = await house.as("risk_manager");
  await openCase(page, "Lichtwerk");
  const words = `The parent is known to us ${Date.now()}`;
  await page.keyboard.press("m");
  const note = page.getByRole("textbox", { name: "Note for colleagues" });
  await expect(note).toBeFocused();
  await page.keyboard.type(words);
  await page.route("**/api/trpc/cases.note*", (route) => route.abort());
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your words are still here." })).toBeVisible();
  await expect(note).toHaveValue(words);
  await page.reload();
  await expect(note).toHaveValue(words);
  await page.unroute("**/api/trpc/cases.note*");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(note).toHaveValue("");
  await expect(page.getByRole("blockquote").filter({ hasText: words })).toBeVisible();
});

test("what goes back is picked at the evidence, with the words the applicant will read, and can be undone", async ({
  house,
}) => {
  const page = await house.as("risk_manager");
  await openCase(page, "Lichtwerk");
  await page.getByRole("button", { name: "Ask again: Registered address" }).click();
  const panel = decision(page);
  await expect(panel.getByText("1 chosen")).toBeVisible();
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Choose a reason for 1 item.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Send back 1 item" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await panel.getByRole("combobox", { name: /^Reason for Registered address/ }).click();
  await page.getByRole("option").last().click();
  await expect(panel.getByText(/^Applicant reads/)).toBeVisible();
  await panel.getByRole("button", { name: /^Send back 1 item/ }).click();
  await dialog.getByRole("button", { name: "Send back 1 item" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.getByText("You sent back")).toBeVisible();
  await panel.getByRole("button", { name: /^Undo/ }).click();
  await expect(panel.getByRole("button", { name: /^Approve/ })).toBeEnabled();
  await page.getByRole("combobox", { name: "Who has it" }).click();
  await page.getByRole("option", { name: "Nobody" }).click();
});

test("a verdict on what has changed meanwhile is refused, and nothing typed is lost", async ({ house }) => {
  const page = await house.as("risk_manager");
  await openCase(page, "Lichtwerk");
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox").last().check();
  await dialog.getByRole("textbox", { name: "Note for colleagues" }).fill("I would not take them");
  const other = await house.as("senior_analyst");
  await openCase(other, "Lichtwerk");
  await other.getByRole("textbox", { name: "Note for colleagues" }).fill("Wait, I am asking the bank");
  await other.getByRole("button", { name: "Save note" }).click();
  await expect(other.getByRole("blockquote").filter({ hasText: "asking the bank" }).first()).toBeVisible();

  await dialog.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("changed while you looked at it");
  await expect(dialog.getByRole("button", { name: "Decline", exact: true })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("This case changed while you looked at it")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Note for colleagues" })).toHaveValue(
    "I would not take them",
  );
  await page.getByRole("textbox", { name: "Note for colleagues" }).fill("");
});

test("who gave the first verdict cannot give the second, and is told why", async ({ house }) => {
  const first = await house.as("analyst");
  await openCase(first, "Küstenfunk");
  await expect(decision(first).getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await expect(
    decision(first).getByText("You gave the first verdict. Somebody else has to give the second.").first(),
  ).toBeVisible();
  await first.keyboard.press("a");
  await expect(first.getByRole("dialog")).toHaveCount(0);

  const second = await house.as("risk_manager");
  await openCase(second, "Küstenfunk");
  await expect(decision(second).getByText("You may give the second verdict.")).toBeVisible();
  await second.keyboard.press("d");
  await expect(second.getByRole("dialog")).toContainText("Nothing is decided: the case opens again");
});

test("the queue and a case hold for everybody, wide and on a phone", async ({ house }) => {
  const wide = await house.as("analyst");
  await wide.goto("/cases");
  await expect(wide.getByRole("link", { name: /Lichtwerk/ })).toBeVisible();
  await expectAccessible(wide);
  await openCase(wide, "Lichtwerk");
  await expectAccessible(wide);

  const phone = await house.as("analyst", {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await phone.goto("/cases");
  await expect(phone.getByRole("link", { name: /Lichtwerk/ })).toBeVisible();
  await expectAccessible(phone);
  await openCase(phone, "Lichtwerk");
  const sideways = () =>
    phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await sideways(), "the case does not scroll sideways").toBeLessThanOrEqual(0);
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "Decide" }).click();
  await expect(phone.getByRole("dialog").getByRole("button", { name: "Decline" })).toBeVisible();
  await expectAccessible(phone);
});
