import { expect, expectAccessible, test } from "@/server/testing/e2e";

test.describe("signing in", () => {
  test("keeps the address that was typed when the password is wrong, and says what to do", async ({
    page,
  }) => {
    await page.goto("/sign-in");
    await expectAccessible(page);
    await page.getByLabel("E-mail").fill("nobody@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("certainly not the one");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue("nobody@example.com");
    await expect(page.getByRole("textbox", { name: "Password" })).toBeFocused();
    await expectAccessible(page);
  });

  test("asks for what is missing at its field, without asking the server", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
    await expect(page.getByText("Enter your password.")).toBeVisible();
    await expect(page.getByLabel("E-mail")).toBeFocused();
  });

  test("leads on to the page that was asked for, and not out of the house", async ({ house }) => {
    const { email, password } = house.account("auditor");
    const page = await house.stranger();
    await page.goto("/settings/sessions?from=link");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fsettings%2Fsessions%3Ffrom%3Dlink$/);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/settings\/sessions\?from=link$/);

    await page.goto("/sign-in?callbackUrl=https://elsewhere.example/");
    await expect(page).toHaveURL(/\/home$/);
  });

  test("ends with signing out, on this browser at once", async ({ house }) => {
    const { email, password, name } = house.account("auditor");
    const page = await house.stranger();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/home$/);
    await page.getByRole("button", { name: `${name}: your menu` }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    await page.goto("/home");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fhome$/);
  });
});
