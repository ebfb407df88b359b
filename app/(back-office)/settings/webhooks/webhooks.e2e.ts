import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { type Receiver, receiver } from "@/server/testing/receiver";
import { startApplication } from "@/server/testing/stories";

const signatureOf = (secret: string, { headers, body }: Receiver["received"][number]) =>
  createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
    .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
    .digest("base64");

/** Adds an endpoint through the page; answers with the secret that is shown once. */
async function addEndpoint(page: Page, url: string, description: string): Promise<string> {
  await page.goto("/settings/webhooks");
  await page
    .getByRole("button", { name: /^Add (an|the first) endpoint$/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: "Add a webhook endpoint" });
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByLabel("Description").fill(description);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("Choose at least one event.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Application created" }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const shown = page.getByRole("dialog", { name: "The endpoint was added" });
  const secret = await shown.getByLabel("The signing secret").inputValue();
  expect(secret).toMatch(/^whsec_/);
  await shown.getByRole("button", { name: "Done" }).click();
  await page.waitForURL(/\/settings\/webhooks\/whe_/);
  return secret;
}

test("a webhook that fails is seen failing; once its receiver is mended it is sent again and arrives", async ({
  house,
}) => {
  const there = await receiver();
  try {
    const page = await house.as("developer");
    const name = `Shop backend ${Date.now()}`;
    const secret = await addEndpoint(page, there.url, name);
    await expect(page.getByText("Nothing was sent yet")).toBeVisible();
    await expectAccessible(page);

    there.answer = { status: 500, body: "The database is away." };
    await page.getByRole("button", { name: "Send a test" }).click();
    const result = page.getByRole("dialog", { name: "The receiver did not accept the test" });
    await expect(result.getByText("The database is away.")).toBeVisible();
    await result.getByRole("button", { name: "Close" }).last().click();

    await startApplication(page, "marketplace_seller", "Hookline Ltd", "hook-4711");
    const row = page.getByRole("row").filter({ hasText: "application.created" });
    await expect(row).toContainText("Failing, comes again", { timeout: 20_000 });
    await expect(page.getByText("The receiver does not accept what is sent")).toBeVisible({
      timeout: 20_000,
    });
    await row.click();
    const drawer = page.getByRole("dialog", { name: "Application created" });
    await expect(drawer.getByText("The receiver answered 500.").first()).toBeVisible();
    await expect(drawer.getByText("The database is away.").first()).toBeVisible();
    await expect(drawer.getByText('"reference": "hook-4711"')).toBeVisible();
    await expect(drawer).not.toContainText(secret.slice(6));
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.goto("/settings/webhooks");
    await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Failing");

    // The receiver says that it is gone for good, so Gatehouse leaves it alone; then it is mended.
    there.answer = { status: 410 };
    const { id } = await startApplication(page, "marketplace_seller", "Sinker Ltd", "hook-4712");
    await page.getByRole("link", { name }).click();
    await expect(page.getByText("Nothing is sent to this endpoint")).toBeVisible({ timeout: 30_000 });
    await page.goto("/home");
    await expect(page.getByText(/^Webhooks to 127\.0\.0\.1:\d+ are paused$/)).toBeVisible();
    await page.getByRole("link", { name: "Open the endpoint" }).first().click();
    there.answer = { status: 200, body: "Thanks" };
    there.received.length = 0;
    await page.getByRole("button", { name: "Resume" }).click();
    await page
      .getByRole("dialog", { name: "Resume this endpoint?" })
      .getByRole("button", { name: "Resume" })
      .click();
    await expect(page.getByText("The endpoint is active again")).toBeVisible();
    const delivered = row.filter({ hasText: "Delivered" });
    // The first was held by the pause, and leaves with it; the second was given up.
    await expect(delivered).toHaveCount(1, { timeout: 30_000 });

    await page.getByRole("button", { name: "Send all given up again" }).click();
    const replay = page.getByRole("dialog", { name: "Send again?" });
    await expect(replay.getByText(/will be sent again with/)).toBeVisible();
    await expectAccessible(page);
    await replay.getByRole("button", { name: "Send again" }).click();
    await expect(delivered).toHaveCount(2, { timeout: 30_000 });
    const arrived = there.received.find(({ body }) => body.includes("hook-4712"));
    expect(JSON.parse(arrived?.body ?? "{}")).toMatchObject({
      type: "application.created",
      data: { application: id, reference: "hook-4712" },
    });
    if (!arrived) throw new Error("nothing arrived");
    expect(arrived.headers["webhook-signature"]).toBe(`v1,${signatureOf(secret, arrived)}`);
    await expect(page.getByText("Nothing is sent to this endpoint")).toHaveCount(0);
  } finally {
    await there.close();
  }
});

test("a rotated secret signs beside the old one, an endpoint is changed, paused and deleted", async ({
  house,
}) => {
  const there = await receiver();
  try {
    const page = await house.as("admin");
    const name = `Ledger ${Date.now()}`;
    const first = await addEndpoint(page, there.url, name);
    const more = () => page.getByRole("button", { name: "More about this endpoint" }).click();
    await more();
    await page.getByRole("menuitem", { name: "Rotate the secret" }).click();
    const question = page.getByRole("dialog", { name: "Rotate the signing secret?" });
    await expect(question).toContainText("For 24 hours every request carries two signatures");
    await question.getByRole("button", { name: "Rotate", exact: true }).click();
    const shown = page.getByRole("dialog", { name: "The new secret" });
    const second = await shown.getByLabel("The new signing secret").inputValue();
    await shown.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText(/Two sign until/)).toBeVisible();

    await page.getByRole("button", { name: "Send a test" }).click();
    const accepted = page.getByRole("dialog", { name: "The receiver accepted the test" });
    await accepted.getByRole("button", { name: "Close" }).last().click();
    const [got] = there.received;
    if (!got) throw new Error("nothing arrived");
    expect(got.headers["webhook-signature"]).toBe(
      `v1,${signatureOf(second, got)} v1,${signatureOf(first, got)}`,
    );

    await more();
    await page.getByRole("menuitem", { name: "Change" }).click();
    const change = page.getByRole("dialog", { name: "Change the endpoint" });
    await expect(change.getByLabel("Address")).toHaveValue("");
    await expect(change).not.toContainText("canary-token");
    await change.getByLabel("Description").fill(`${name}, renamed`);
    await change.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1, name: `${name}, renamed` })).toBeVisible();

    await more();
    await page.getByRole("menuitem", { name: "Pause" }).click();
    const pause = page.getByRole("dialog", { name: "Pause this endpoint?" });
    await pause.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(page.getByText("Nothing is sent to this endpoint")).toBeVisible();
    await expect(page.getByRole("button", { name: "Send a test" })).toHaveCount(0);

    await more();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const gone = page.getByRole("dialog", { name: "Delete this endpoint?" });
    await gone.getByRole("button", { name: "Delete", exact: true }).click();
    await page.waitForURL(/\/settings\/webhooks$/);
    await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  } finally {
    await there.close();
  }
});
