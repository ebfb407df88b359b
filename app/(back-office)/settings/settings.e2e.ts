import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("an admin adds a member, gives them another role and removes them", async ({ house }) => {
  const page = await house.as("admin");
  const email = `new-${Date.now()}@example.com`;
  await page.goto("/settings/members");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add a member" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a member" });
  await dialog.getByLabel("Name").fill("Nadia Okafor");
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("Enter one e-mail address, like ada@example.com.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("Nadia Okafor");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByLabel("First password of Nadia Okafor")).toHaveValue(/^[a-z0-9-]{20,}$/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();

  const row = page.getByRole("row").filter({ hasText: email });
  await row.getByRole("combobox", { name: "Role of Nadia Okafor" }).click();
  await page.getByRole("option", { name: "Auditor" }).click();
  await expect(page.getByText("Nadia Okafor is now auditor")).toBeVisible();

  await row.getByRole("button", { name: "Remove Nadia Okafor" }).click();
  const confirm = page.getByRole("dialog", { name: "Remove Nadia Okafor?" });
  await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
  await confirm.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(row).toHaveCount(0);
});

test("the last admin cannot step down, and reads why", async ({ house }) => {
  const page = await house.as("admin");
  const { name } = house.account("admin");
  await page.goto("/settings/members");
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  const confirm = page.getByRole("dialog", { name: `Remove ${name}?` });
  await confirm.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(confirm.getByRole("alert")).toContainText("Make somebody else admin first");
});

test("a key is shown once, and revoked for good", async ({ house }) => {
  const page = await house.as("admin");
  const name = `Shop ${Date.now()}`;
  await page.goto("/settings/api-keys");
  await page
    .getByRole("button", { name: /Create (a|the first) key/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: "Create an API key" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByText("Choose at least one scope.")).toBeVisible();
  await dialog.getByLabel("Ask for decisions").check();
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByLabel("The key")).toHaveValue(/^gh_test_[\w-]{43}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Works until");
  await page.reload();
  await expect(page.getByText(/gh_test_[\w-]{43}/)).toHaveCount(0);
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(row).toContainText("Revoked");
  await expectAccessible(page);
});

test("a connection answers a test, and its credentials never come back", async ({ house }) => {
  const page = await house.as("admin");
  await page.goto("/settings/connections");
  await expectAccessible(page);
  await page.getByRole("link", { name: /registry/i }).click();
  await page.waitForURL(/\/settings\/connections\/con_/);
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText(/It answered:/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Company registry" }).first()).toContainText("Dissolved");
  await page.getByRole("textbox", { name: "API key" }).fill("another secret");
  await page.getByRole("button", { name: "Replace the credentials" }).click();
  await expect(page.getByText("Replaced. Test the connection to be sure.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "API key" })).toHaveValue("");
  await page.reload();
  expect(await page.content()).not.toContain("another secret");
  await expectAccessible(page);
});

test("the company's colour is judged while it is chosen", async ({ house }) => {
  const page = await house.as("admin");
  await page.goto("/settings/workspace");
  await expectAccessible(page);
  const color = page.getByRole("textbox", { name: "Company colour" });
  await color.fill("#ffe000");
  await expect(page.getByText(/Hard to read/)).toBeVisible();
  await page.getByRole("button", { name: /^Use #/ }).click();
  await expect(page.getByText(/^Readable/)).toBeVisible();
});

test("a wrong present password is told at its field, and what was typed stays", async ({ house }) => {
  const page = await house.as("analyst");
  await page.goto("/settings/account");
  await page.getByLabel("Present password").fill("not my password");
  await page.getByRole("textbox", { name: "New password" }).fill("a lighthouse of marble soup");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("This is not your present password.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New password" })).toHaveValue(
    "a lighthouse of marble soup",
  );
  await expectAccessible(page);
});

test("an analyst is offered what their role opens, and reads why the rest is shut", async ({ house }) => {
  const page = await house.as("analyst");
  await page.goto("/settings");
  const nav = page.getByRole("navigation", { name: "Settings" });
  await expect(nav.getByRole("link", { name: "Your account" })).toBeVisible();
  await expect(nav.getByRole("link", { name: "Members" })).toHaveCount(0);
  await page.goto("/settings/members");
  await expect(page.getByRole("alert").filter({ hasText: "Your role does not allow this" })).toBeVisible();
});

test("the house can be walked by keyboard, and a phone has it in a drawer", async ({ house }) => {
  const page = await house.as("admin");
  await page.goto("/home");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys that work here" })).toContainText("Go to Settings");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or jump to" }).fill("queues");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/settings\/queues$/);
  // The palette owns the keyboard until it is gone.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.waitForURL(/\/home$/);

  const phone = await house.as("admin", { viewport: { width: 390, height: 844 } });
  await phone.goto("/home");
  await expectAccessible(phone);
  await phone.getByRole("button", { name: "Open the menu" }).click();
  await phone.getByRole("dialog", { name: "Menu" }).getByRole("link", { name: "Audit" }).click();
  await phone.waitForURL(/\/audit$/);
  await expect(phone.getByRole("dialog", { name: "Menu" })).toHaveCount(0);
  await expectAccessible(phone);
});

test("the audit names who did what, narrows to one of them and verifies", async ({ house }) => {
  const page = await house.as("auditor");
  await page.goto("/audit");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("Nothing was altered")).toBeVisible();
  await page.getByRole("button", { name: "Session started" }).first().click();
  const entry = page.getByRole("dialog", { name: "Session started" });
  await entry.getByRole("button", { name: "Everything about this User" }).click();
  await expect(page).toHaveURL(/subjectKind=user/);
  await expect(page.getByRole("row").filter({ hasText: "Member added" })).toHaveCount(0);
});
