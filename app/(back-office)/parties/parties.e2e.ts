import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("a party is found by name, and its page leads to its case and its run", async ({ house }) => {
  const page = await house.as("analyst");
  await page.goto("/parties");
  await page.getByLabel("Search parties").fill("Lichtwerk");
  await expect(page.getByRole("table", { name: "parties" }).getByRole("link")).toHaveCount(1);
  await page.getByRole("link", { name: /Lichtwerk/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Lichtwerk GmbH/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "What is known" }).getByText("Legal name")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("region", { name: "Documents" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog").getByRole("img", { name: /page 1/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await expect(page.getByRole("link", { name: "Marketplace seller" })).toHaveAttribute(
    "href",
    /\/runs\/run_/,
  );
  await page.getByRole("link", { name: /^C-\d+/ }).click();
  await expect(page).toHaveURL(/\/cases\/case_/);
});

test("an application is started for somebody new, and the link opens its first page", async ({ house }) => {
  const page = await house.as("analyst");
  await page.goto("/parties");
  await page.getByRole("button", { name: "Start an application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name of the company or person").fill("Harbour Lane Ltd");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  const link = await dialog.getByLabel("The applicant's link").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("link", { name: /Harbour Lane Ltd/ })).toBeVisible();
  const applicant = await house.stranger();
  await applicant.goto(link);
  await expect(applicant).toHaveURL(/\/c\/application\//);

  await page.getByRole("link", { name: /Harbour Lane Ltd/ }).click();
  await page.getByRole("button", { name: "Invite again" }).click();
  await dialog.getByRole("button", { name: "Make a new link" }).click();
  const second = await dialog.getByLabel("The applicant's link").inputValue();
  expect(second).not.toBe(link);
  const other = await house.stranger();
  await other.goto(second);
  await expect(other).toHaveURL(/\/c\/application\//);
});

test("erasing asks for the name, refuses while a run is open, and leaves the record without the person", async ({
  house,
}) => {
  const page = await house.as("risk_manager");
  await page.goto("/parties?search=Lichtwerk");
  await page.getByRole("link", { name: /Lichtwerk/ }).click();
  await page.getByRole("button", { name: "Erase" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Type .* to confirm/).fill("Somebody else");
  await dialog.getByLabel("Why").fill("Asked for by letter");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog.getByText("Type the party's name as it stands above.")).toBeVisible();
  await dialog.getByLabel(/^Type .* to confirm/).fill("Lichtwerk GmbH");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { level: 1, name: /Lichtwerk GmbH/ })).toBeVisible();

  const analyst = await house.as("analyst");
  await analyst.goto(page.url());
  await expect(analyst.getByRole("heading", { level: 1, name: /Lichtwerk GmbH/ })).toBeVisible();
  await expect(analyst.getByRole("button", { name: "Erase" })).toHaveCount(0);
});

test("the list and a profile hold on a phone", async ({ house }) => {
  const phone = await house.as("analyst", {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await phone.goto("/parties");
  await expect(phone.getByRole("link", { name: /Lichtwerk/ })).toBeVisible();
  await expectAccessible(phone);
  await phone.getByRole("link", { name: /Lichtwerk/ }).click();
  await expect(phone.getByRole("heading", { level: 1, name: /Lichtwerk GmbH/ })).toBeVisible();
  await expectAccessible(phone);
});
