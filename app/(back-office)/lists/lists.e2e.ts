import { expect, expectAccessible, test } from "@/server/testing/e2e";

const FILE = [
  "email,reason,expires,remark",
  "jane@example.com,Chargeback of order 4711,2100-01-01,x",
  "no address,,,",
  "@throwaway.example,Throw-away addresses,,",
  "john@example.com,,31.12.2026,",
].join("\n");

test("a list is imported with two bad rows named, and a second person approves it", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/lists");
  await page.getByRole("button", { name: "New list" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Blocked e-mails of shops");
  await dialog.getByLabel("A second person approves every change").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/lists\/blocked_e_mails_of_shops/);
  await expect(page.getByRole("heading", { level: 1, name: "Blocked e-mails of shops" })).toBeVisible();

  await page.getByRole("button", { name: "Import" }).click();
  await dialog.locator("input[type=file]").setInputFiles({
    ...{ name: "blocked.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) },
  });
  const bad = dialog.getByRole("table", { name: "rows with a mistake" });
  await expect(bad.getByRole("row")).toHaveCount(3);
  await expect(bad.getByRole("row", { name: /^3 value no address/ })).toBeVisible();
  await expect(bad.getByRole("row", { name: /^5 valid_to 31\.12\.2026/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Import the 2 good rows" }).click();
  await expect(dialog).toBeHidden();

  // Nothing counts until somebody else has looked.
  await expect(page.getByText("Nothing on this list counts yet")).toBeVisible();
  await page.getByRole("tab", { name: /To approve/ }).click();
  await page.getByText("Imported 2 entries").click();
  await expect(dialog.getByText("another member must decide about it")).toBeVisible();

  const senior = await house.as("senior_analyst");
  await senior.goto(page.url());
  await senior.getByText("Imported 2 entries").click();
  const second = senior.getByRole("dialog");
  await expect(second.getByText("jane@example.com")).toBeVisible();
  await expectAccessible(senior);
  await second.getByRole("button", { name: "Approve" }).click();
  await senior.getByRole("tab", { name: "Entries" }).click();
  const entries = senior.getByRole("table", { name: "entries" });
  await expect(entries.getByRole("row")).toHaveCount(3);

  await entries.getByText("@throwaway.example").click();
  await expect(second.getByText(/approved by/)).toBeVisible();
  await expectAccessible(senior);
});

test("an entry says at once what is wrong, counts, is taken off and comes back", async ({ house }) => {
  const page = await house.as("risk_manager");
  await page.goto("/lists");
  await page.getByRole("button", { name: "New list" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Own networks");
  await dialog.getByRole("combobox", { name: "What it holds" }).click();
  await page.getByRole("option", { name: "IP addresses and networks" }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/lists\/own_networks/);

  const line = page.getByRole("form", { name: "Add an entry" });
  await line.getByLabel("Value").fill("10.0.0.0/33");
  await line.getByLabel("Why").fill("The office");
  await expect(line.getByText(/Write an address or a network/)).toBeVisible();
  await line.getByLabel("Value").fill("10.0.0.0/8");
  await line.getByRole("button", { name: "Add" }).click();
  const entries = page.getByRole("table", { name: "entries" });
  await expect(entries.getByText("10.0.0.0/8")).toBeVisible();

  await entries.getByText("10.0.0.0/8").click();
  await dialog.getByRole("button", { name: "Take off the list" }).click();
  await dialog.getByLabel("Why").fill("We moved");
  await dialog.getByRole("button", { name: "Take off", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It is on the list again")).toBeVisible();
  await expect(dialog.getByText("took it off")).toBeVisible();
});
