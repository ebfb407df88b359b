import type { Page } from "@playwright/test";
import { call, expect, expectAccessible, test } from "@/server/testing/e2e";

/** A policy that does not say what a registry without an answer means, and believes what it is told of a company. */
const careless = (key: string, attempts: number) => ({
  format: "workflow/v1",
  key,
  title: key.replaceAll("_", " "),
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Request", config: {} },
    registry: {
      type: "check",
      version: 1,
      title: "Registry",
      config: {
        connection: "registry",
        capability: "company_lookup",
        attempts,
        ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
      },
    },
    active: {
      type: "branch",
      version: 1,
      title: "Is it active",
      config: {
        by: "conditions",
        branches: [
          {
            key: "active",
            title: "Active",
            when: {
              id: "c",
              op: "some",
              list: "nodes.registry.results[]",
              where: {
                id: "d",
                op: "=",
                left: { field: "item.details.registryStatus" },
                right: { value: "active" },
              },
            },
          },
        ],
      },
    },
    yes: { type: "end", version: 1, title: "Good", config: { outcome: "approve", reasonCodes: [] } },
    no: { type: "end", version: 1, title: "Bad", config: { outcome: "decline", reasonCodes: [] } },
  },
  edges: [
    { from: "start", outlet: "next", to: "registry" },
    { from: "registry", outlet: "answered", to: "active" },
    { from: "active", outlet: "active", to: "yes" },
    { from: "active", outlet: "otherwise", to: "no" },
  ],
  settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
});

/** Publishes such a policy and asks it about companies whose registry is down. */
async function stopped(admin: Page, key: string, attempts: number, names: readonly string[]): Promise<void> {
  const made = await call<{ id: string; revision: number }>(admin, "workflows.create", {
    document: careless(key, attempts),
  });
  const { id: workflowId, revision } = made;
  await call(admin, "workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
  const { key: secret } = await call<{ key: string }>(admin, "apiKeys.create", {
    name: `Story ${key}`,
    scopes: ["decisions.create"],
  });
  for (const name of names) {
    const answer = await admin.request.post("/api/v1/decisions", {
      headers: { authorization: `Bearer ${secret}` },
      data: { workflow: key, input: { number: "01234530" }, party: { name }, reference: `ref ${name}` },
    });
    expect(answer.status(), await answer.text()).toBe(202);
  }
}

test("a vendor that fails five times stops a run; it is answered by hand, and travelled through afterwards", async ({
  house,
}) => {
  test.setTimeout(180_000);
  const admin = await house.as("admin");
  await stopped(admin, "careless_lookup", 5, ["Stopped Ltd"]);

  // What needs attention is what the list begins with.
  const page = await house.as("risk_manager");
  await page.goto("/runs");
  const row = page.getByRole("row", { name: /Stopped Ltd/ });
  await expect(row).toContainText("Needs attention", { timeout: 90_000 });
  await expect(row).toContainText("leads nowhere");
  await expectAccessible(page);
  await row.getByRole("link").click();

  await expect(page.getByRole("heading", { level: 1, name: "Stopped Ltd" })).toBeVisible();
  await expect(page.getByText("Registry needs attention")).toBeVisible();
  await expect(page.getByText(/Asked 5 times/)).toBeVisible();
  await page.getByRole("tab", { name: "Attempts 5" }).click();
  await expect(page.getByText("attempt 5", { exact: false }).first()).toBeVisible();
  await page.getByText("attempt 1", { exact: false }).first().click();
  await expect(page.getByRole("region", { name: "Request" }).first()).toContainText("01234530");
  await expectAccessible(page);

  // Who may only read is told who can help.
  const reader = await house.as("analyst");
  await reader.goto(page.url());
  await expect(reader.getByText(/Your role reads only: .*risk manager/)).toBeVisible();
  await expect(reader.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expectAccessible(reader);

  const incident = page.getByRole("alert").filter({ hasText: "Registry needs attention" });
  await incident.getByText("Answer by hand", { exact: true }).first().click();
  await incident.getByRole("button", { name: "Answer by hand" }).click();
  await expect(page.getByText("Say why, in a few words.")).toBeVisible();
  await expect(page.getByText("Choose what you found.")).toBeVisible();
  await incident.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Clear", exact: true }).click();
  await incident.getByRole("combobox", { name: "In the register" }).click();
  await page.getByRole("option", { name: "Active", exact: true }).click();
  await incident.getByLabel("In two or three words").fill("Active");
  await incident.getByLabel("In one sentence").fill("The register's own page lists it as active.");
  await incident.getByLabel("What you do, and why").fill("Looked it up by hand: active since 2011.");
  await expectAccessible(page);
  await incident.getByRole("button", { name: "Answer by hand" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("cannot be taken back");
  await question.getByRole("button", { name: "Answer by hand" }).click();
  await expect(page.getByText("Completed", { exact: true })).toBeVisible();
  // The rule behind the check read the answer.
  await expect(page.getByText("Approve", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Replay matches")).toBeVisible();

  // Time travel, by keyboard alone.
  const slider = page.getByRole("slider", { name: "Event" });
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/at=1\b/);
  const changed = page.getByRole("region", { name: "What changed" });
  await expect(changed).toContainText("The run began.");
  await page.keyboard.press("ArrowRight");
  await expect(changed).toContainText("Registry could not be reached, at attempt 1.");
  await page.keyboard.press("ArrowLeft");
  await expect(changed).toContainText("The run began.");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Shift+ArrowRight");
  await expect(changed).toContainText("at attempt 5");
  await expect(changed).toContainText("running → attention");
  await expectAccessible(page);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(changed).toContainText(
    "answered Registry by hand: “Looked it up by hand: active since 2011.”",
  );
  await expect(changed).toContainText("nodes.registry.status");
  // A link shows the same moment.
  await page.reload();
  await expect(changed).toContainText("answered Registry by hand");
  await page.keyboard.press("End");
  await expect(page).not.toHaveURL(/at=/);
  await expect(changed).toHaveCount(0);
});

test("stopped runs are cancelled together, with one reason, and each says what came of it", async ({
  house,
}) => {
  const names = ["Bulk One Ltd", "Bulk Two Ltd", "Bulk Three Ltd"];
  const admin = await house.as("admin");
  await stopped(admin, "careless_bulk", 1, names);

  const page = await house.as("risk_manager");
  await page.goto("/runs?workflow=careless_bulk");
  await expect(page.getByRole("row", { name: /Bulk/ })).toHaveCount(3, { timeout: 60_000 });
  await page.getByRole("checkbox", { name: "Select all runs shown" }).check();
  const chosen = page.getByRole("region", { name: "Selected runs" });
  await expect(chosen).toContainText("3 runs selected");
  await expectAccessible(page);
  await chosen.getByRole("button", { name: "Cancel 3" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel 3 runs?" });
  await dialog.getByRole("button", { name: "Cancel the runs" }).click();
  await expect(dialog.getByText("Say why, in a few words.")).toBeVisible();
  await dialog.getByLabel("Why").fill("The registry is gone for good.");
  await expectAccessible(page);

  // One of them is gone meanwhile: it is told, and stops nothing.
  const runs = await admin.evaluate(async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { search: "ref Bulk Two Ltd" } }));
    return (await (await fetch(`/api/trpc/runs.list?input=${input}`)).json()).result.data.json.data;
  });
  await call(admin, "runs.cancel", { runId: runs[0].id, reason: "first come" });
  await dialog.getByRole("button", { name: "Cancel the runs" }).click();
  await expect(dialog.getByText("3 of 3 done, 1 of them refused")).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Bulk Two Ltd" })).toContainText(
    "ended already",
  );
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("No runs match these filters")).toBeVisible();
  await page.getByRole("tab", { name: "Cancelled" }).click();
  await expect(page.getByRole("row", { name: /Bulk/ })).toHaveCount(3);
});

test("the list of runs is walked by keyboard and read on a phone", async ({ house }) => {
  const page = await house.as("auditor", { viewport: { width: 390, height: 844 } });
  await page.goto("/runs?view=all");
  await expect(page.getByRole("table", { name: "runs" })).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("Replay matches")).toBeVisible();
  await expectAccessible(page);
});
