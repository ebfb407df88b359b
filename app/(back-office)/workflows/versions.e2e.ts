import type { Page } from "@playwright/test";
import { call, expect, expectAccessible, test } from "@/server/testing/e2e";
import { orderPolicy } from "@/server/testing/order-policy";

async function published(page: Page, key: string, title: string): Promise<string> {
  const { id, revision } = await call<{ id: string; revision: number }>(page, "workflows.create", {
    document: orderPolicy({ key, title }),
  });
  await call(page, "workflows.publish", { workflowId: id, revision, note: "First", acceptWarnings: true });
  return id;
}

test("a version runs in the shadow and is compared", async ({ house }) => {
  test.setTimeout(120_000);
  const admin = await house.as("admin");
  const key = `in_the_shadow_${Date.now()}`;
  const id = await published(admin, key, "In the shadow");
  await call(admin, "workflows.saveDraft", {
    ...{ workflowId: id, revision: 1 },
    document: orderPolicy({ key, title: "In the shadow", limit: 50 }),
  });
  await call(admin, "workflows.publish", {
    ...{ workflowId: id, revision: 2, note: "Stricter", acceptWarnings: true, live: "no" },
  });
  await admin.goto(`/workflows/${id}/versions`);
  await admin.getByRole("button", { name: "What to do with version 2" }).click();
  await admin.getByRole("menuitem", { name: "Run in the shadow" }).click();
  const dialog = admin.getByRole("dialog", { name: "Run version 2 in the shadow?" });
  await dialog.getByRole("button", { name: "Run in the shadow" }).click();
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await dialog.getByLabel("Why").fill("To see how many it would turn away.");
  await dialog.getByRole("button", { name: "Run in the shadow" }).click();
  await expect(admin.getByRole("row", { name: /Version 2/ }).getByText("Shadow")).toBeVisible();

  const { key: secret } = await call<{ key: string }>(admin, "apiKeys.create", {
    name: `Story ${key}`,
    scopes: ["decisions.create"],
  });
  for (const amount of [10, 75, 150]) {
    const answer = await admin.request.post("/api/v1/decisions", {
      headers: { authorization: `Bearer ${secret}` },
      data: { workflow: key, input: { amount }, party: { name: `Order of ${amount}` } },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    expect((await answer.json()).outcome).toBe(amount > 100 ? "decline" : "approve");
  }
  await admin.goto(`/workflows/${id}/shadow/2`);
  await expect(async () => {
    await admin.reload();
    await expect(admin.getByText("66.7 %")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(admin.getByRole("link", { name: "Order of 75", exact: true })).toBeVisible();
  await expectAccessible(admin);

  // On a phone everything is there as well.
  const phone = await house.as("auditor", { viewport: { width: 390, height: 844 } });
  await phone.goto(`/workflows/${id}/versions`);
  await expect(phone.getByText("Version 2", { exact: true })).toBeVisible();
  await expectAccessible(phone);
  await expect(phone.getByRole("button", { name: "Publish" })).toHaveCount(0);
});

test("open runs are moved to another version, after a dry run, with a reason", async ({ house }) => {
  test.setTimeout(120_000);
  const admin = await house.as("admin");
  const key = `moving_${Date.now()}`;
  const policy = orderPolicy({ key, title: "Moving" });
  const wait = {
    type: "wait",
    version: 1,
    title: "Goods arrive",
    config: { for: "signal", name: "goods_arrived" },
  };
  const document = (title: string) => ({
    ...policy,
    nodes: { ...policy.nodes, wait, yes: { ...policy.nodes.yes, title } },
    edges: [
      { from: "start", outlet: "next", to: "wait" },
      { from: "wait", outlet: "received", to: "size" },
      ...policy.edges.slice(1),
    ],
  });
  const { id } = await call<{ id: string }>(admin, "workflows.create", { document: document("Approved") });
  const publish = (revision: number, note: string) =>
    call(admin, "workflows.publish", { workflowId: id, revision, note, acceptWarnings: true });
  await publish(1, "First");
  const { key: secret } = await call<{ key: string }>(admin, "apiKeys.create", {
    name: `Story ${key}`,
    scopes: ["decisions.create"],
  });
  const answer = await admin.request.post("/api/v1/decisions", {
    headers: { authorization: `Bearer ${secret}` },
    data: { workflow: key, input: { amount: 10 }, party: { name: "Waiting Ltd" } },
  });
  expect(answer.status(), await answer.text()).toBe(202);
  await call(admin, "workflows.saveDraft", { workflowId: id, revision: 1, document: document("Sent") });
  await publish(2, "Another ending");

  await admin.goto(`/workflows/${id}/versions`);
  await admin.getByRole("button", { name: "What to do with version 2" }).click();
  await admin.getByRole("menuitem", { name: "Move open runs here" }).click();
  const dialog = admin.getByRole("dialog", { name: "Move open runs to version 2" });
  await expect(dialog.getByText("1 of 1 open runs can go on by version 2")).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Waiting Ltd.*Can move/ })).toBeVisible();
  await expectAccessible(admin);
  await dialog.getByRole("button", { name: "Move 1 run" }).click();
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await dialog.getByLabel("Why").fill("The first ending was named wrongly.");
  await dialog.getByRole("button", { name: "Move 1 run" }).click();
  await expect(dialog.getByText("Done: 1 moved, 0 stayed, of 1.")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(admin);
  await admin.keyboard.press("Escape");
  await expect(admin.getByText("Open runs have moved to version 2")).toBeVisible();
});
