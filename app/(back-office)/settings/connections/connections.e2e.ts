import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { httpVendor } from "@/server/testing/http-vendor";
import { smallDocument } from "@/server/testing/run-documents";

const TOKEN = "the-right-token-4711";

/** Saves a workflow whose one step asks through the connection, in the name of whoever is signed in. */
async function draftNaming(page: Page, connection: string, title: string): Promise<void> {
  const document = smallDocument(
    `uses_${Date.now()}`,
    {
      start: { type: "decision_start" },
      ask: { type: "http_request", config: { connection, path: "/customers" } },
      approved: { type: "end", config: { outcome: "approve" } },
    },
    { "start.next": "ask", "ask.done": "approved" },
  );
  const status = await page.evaluate(
    async (body) =>
      (
        await fetch("/api/trpc/workflows.create", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        })
      ).status,
    JSON.stringify({ json: { document: { ...document, title } } }),
  );
  expect(status).toBe(200);
}

test("an API is connected, tried, fails, is mended, and goes only when its users are known", async ({
  house,
}) => {
  const vendor = await httpVendor();
  const isRight = (authorization: string | undefined) => authorization === `Bearer ${TOKEN}`;
  vendor.answer = ({ headers }) => ({ status: isRight(headers.authorization) ? 200 : 401 });
  const page = await house.as("admin");
  const title = `Core banking ${Date.now()}`;
  const workflow = `Asks ${title}`;

  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  const gallery = page.getByRole("dialog", { name: "What do you want to connect?" });
  await expect(gallery.getByRole("heading", { name: "Sandbox vendors" })).toBeVisible();
  await expectAccessible(page);
  await gallery.getByRole("button", { name: /^HTTP API/ }).click();

  const dialog = page.getByRole("dialog", { name: "Connect: HTTP API" });
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(title);
  await dialog.getByRole("textbox", { name: "Address" }).fill(`http://user:${TOKEN}@127.0.0.1:1`);
  await dialog.getByRole("button", { name: "Test before saving" }).click();
  await expect(dialog.getByText("Take user name and password out of the address")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Address" }).fill("http://10.0.0.1");
  await dialog.getByRole("button", { name: "Test before saving" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "OUTBOUND_ALLOW=10.0.0.1:80" })).toBeVisible();

  await dialog.getByRole("textbox", { name: "Address" }).fill(vendor.url);
  await dialog.getByRole("combobox", { name: "How it is opened" }).click();
  await page.getByRole("option", { name: "Bearer token" }).click();
  await dialog.getByRole("textbox", { name: "Token" }).fill("the wrong one");
  await dialog.getByRole("button", { name: "Test before saving" }).click();
  await expect(dialog.getByText(/It answered 401: the credentials were not accepted/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Token" }).fill(TOKEN);
  await dialog.getByRole("button", { name: "Test before saving" }).click();
  await expect(dialog.getByText("It answered: Answered 200")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();

  await page.waitForURL(/\/settings\/connections\/con_/);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText(/^Set on .* by /)).toBeVisible();
  await expect(page.getByText(/^Closed since/)).toBeVisible();
  await expectAccessible(page);
  expect(await page.content()).not.toContain(TOKEN);

  vendor.answer = () => ({ status: 500 });
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "It answered 500." })).toBeVisible();
  await expect(page.getByText(/^No answer,/)).toBeVisible();
  vendor.answer = ({ headers }) => ({ status: isRight(headers.authorization) ? 200 : 401 });
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText("It answered: Answered 200")).toBeVisible();

  // Another address asks for the credentials again: what is stored never goes there.
  const settings = page.getByRole("region", { name: "Name and settings" });
  await settings.getByRole("textbox", { name: "Address" }).fill(`${vendor.url}/v2`);
  await expect(settings.getByRole("textbox", { name: "Token" })).toBeVisible();
  await settings.getByRole("button", { name: "Save", exact: true }).click();
  await expect(settings.getByText("This is needed to open it.")).toBeVisible();
  await settings.getByRole("textbox", { name: "Token" }).fill(TOKEN);
  await settings.getByRole("button", { name: "Save", exact: true }).click();
  await expect(settings.getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect.poll(() => vendor.heard.at(-1)?.path).toBe("/v2/");

  const key = title.toLowerCase().replaceAll(" ", "_");
  await draftNaming(page, key, workflow);
  await page.reload();
  await expect(
    page.getByRole("region", { name: "Used by" }).getByRole("link", { name: workflow }),
  ).toBeVisible();

  await page.getByRole("button", { name: "More about this connection" }).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByText(/^Off, /)).toBeVisible();

  await page.getByRole("button", { name: "More about this connection" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const warning = page.getByRole("dialog", { name: `Delete ${title}?` });
  await expect(warning.getByRole("link", { name: workflow })).toBeVisible();
  await expect(warning.getByRole("button", { name: "Delete" })).toBeDisabled();
  await expectAccessible(page);
  await warning.getByRole("textbox", { name: `Type ${key}` }).fill(key);
  await warning.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/settings\/connections$/);
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  await vendor.close();
});

test("whoever may only look sees how a connection fares, and nothing to change", async ({ house }) => {
  const page = await house.as("auditor");
  await page.goto("/settings/connections");
  await expect(page.getByRole("button", { name: "Connect", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: /registry/i }).click();
  await page.waitForURL(/\/settings\/connections\/con_/);
  await expect(page.getByRole("region", { name: "Used by" }).getByRole("link").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Test|Save|Replace/ })).toHaveCount(0);
  await expectAccessible(page);
});
