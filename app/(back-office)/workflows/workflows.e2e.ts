import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";

test("a risk manager reads a policy as a drawing and in sentences, and follows one of its runs", async ({
  house,
}) => {
  const page = await house.as("risk_manager");
  await page.goto("/workflows");
  await expect(page.getByRole("heading", { name: "Workflows", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /Marketplace seller/ }).click();

  const canvas = page.getByRole("region", { name: "Marketplace seller, version 1" });
  await expect(canvas.getByText("Company registry", { exact: true })).toBeVisible();
  await canvas.getByText("Company registry", { exact: true }).click();
  await expect(page).toHaveURL(/node=registry/);
  await expect(page.getByRole("heading", { name: "Company registry", level: 2 })).toBeVisible();
  await expect(page.getByRole("complementary").getByText("no answer goes to a person")).toBeVisible();
  await expectAccessible(page);

  // The way out leads to the node it leads to.
  await page.getByRole("button", { name: "Does the company exist" }).first().click();
  await expect(page).toHaveURL(/node=company\b/);

  await page.keyboard.press("v");
  await expect(page).toHaveURL(/view=policy/);
  const policy = page.getByRole("article", { name: "Marketplace seller in sentences" });
  await expect(policy.getByText("PROHIBITED_COUNTRY")).toBeVisible();
  await expect(policy.getByText(/forms\.|nodes\./)).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.press("v");
  await page.keyboard.press("r");
  await page.getByRole("row", { name: /Rheinkontor GmbH/ }).click();
  const story = page.getByRole("region", { name: "One run" });
  await expect(story.getByRole("heading", { name: "Rheinkontor GmbH" })).toBeVisible();
  await expect(story.getByText("Approved by 2 members.")).toBeVisible();
  await story.getByRole("button", { name: /^People screening/ }).click();
  await expect(page.getByRole("heading", { name: "In this run" })).toBeVisible();
  // The link alone brings the same picture back.
  await page.reload();
  await expect(page.getByRole("heading", { name: "In this run" })).toBeVisible();
});

test("a workflow is read on a phone and by keyboard alone", async ({ house }) => {
  const page = await house.as("auditor", { viewport: { width: 390, height: 844 } });
  await page.goto("/workflows");
  await page.getByRole("link", { name: /Order check/ }).click();
  const node = page.getByRole("group", { name: /^Request\b|^Order/ }).first();
  await expect(page.getByRole("region", { name: /Order check, version 1/ })).toBeVisible();
  await expectAccessible(page);
  await node.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});

/** Calls a procedure in the name of the member signed in on the page. */
async function call<T>(page: Page, procedure: string, json: unknown): Promise<T> {
  if (!page.url().startsWith("http")) await page.goto("/home");
  const answer = await page.evaluate(
    async ([path, body]) => {
      const response = await fetch(`/api/trpc/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body ?? "",
      });
      return { status: response.status, body: await response.json() };
    },
    [procedure, JSON.stringify({ json })],
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.result.data.json as T;
}

/** A policy that does not say what a registry without an answer means. */
const careless = {
  format: "workflow/v1",
  key: "careless_lookup",
  title: "Careless look-up",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Request", config: {} },
    registry: {
      type: "check",
      version: 1,
      title: "Registry",
      config: {
        connection: "registry",
        capability: "company_lookup",
        attempts: 1,
        ask: { country: { value: "GB" }, registrationNumber: "input.number", name: { value: "Any Ltd" } },
      },
    },
    done: { type: "end", version: 1, title: "Done", config: { outcome: "approve", reasonCodes: [] } },
  },
  edges: [
    { from: "start", outlet: "next", to: "registry" },
    { from: "registry", outlet: "answered", to: "done" },
  ],
  settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
};

test("a run that stopped is sent on by a person, with a reason, and by nothing else", async ({ house }) => {
  const admin = await house.as("admin");
  const made = await call<{ id: string; revision: number }>(admin, "workflows.create", {
    document: careless,
  });
  await call(admin, "workflows.publish", {
    ...{ workflowId: made.id, revision: made.revision, note: "First" },
    acceptWarnings: true,
  });
  const { key } = await call<{ key: string }>(admin, "apiKeys.create", {
    name: "Story",
    scopes: ["decisions.create"],
  });
  const answer = await admin.request.post("/api/v1/decisions", {
    headers: { authorization: `Bearer ${key}` },
    data: { workflow: careless.key, input: { number: "01234530" }, party: { name: "Stopped Ltd" } },
  });
  expect(answer.status(), await answer.text()).toBe(202);

  const page = await house.as("risk_manager");
  await page.goto(`/workflows/${made.id}?drawer=runs`);
  await page.getByRole("row", { name: /Stopped Ltd/ }).click();
  await expect(page.getByText("Registry needs attention")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Say why, in a few words.")).toBeVisible();
  await page.getByLabel("What you do, and why").fill("Looked it up by hand: active since 2011.");
  await page.getByRole("combobox", { name: "Way out" }).click();
  await page.getByRole("option", { name: "Answered" }).click();
  await page.getByRole("button", { name: "Send on" }).click();
  await expect(page.getByText("Completed")).toBeVisible();

  const reader = await house.as("auditor");
  await reader.goto(page.url());
  await expect(reader.getByText("Completed")).toBeVisible();
  await expect(reader.getByRole("button", { name: "Try again" })).toHaveCount(0);
});
