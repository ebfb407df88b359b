import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "@/server/testing/e2e";

/** A company is asked about at the register, and a person decides; what is sent back is asked for once more. */
const policyOf = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Company check",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "application_start", version: 1, title: "Application", config: {} },
    form: { type: "collect", version: 1, title: "Company form", config: { form: "company" } },
    registry: {
      type: "check",
      version: 1,
      title: "Company register",
      config: {
        connection: "registry",
        capability: "company_lookup",
        ask: {
          country: "forms.company.country",
          registrationNumber: "forms.company.number",
          name: "forms.company.name",
        },
      },
    },
    review: { type: "review", version: 1, title: "Manual review", config: { queue: "manual" } },
    ask: {
      type: "request_information",
      version: 1,
      title: "Ask for what was sent back",
      config: { from: { node: "review" }, deadlineDays: 14 },
    },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
    no: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "form" },
    { from: "form", outlet: "submitted", to: "registry" },
    { from: "registry", outlet: "answered", to: "review" },
    { from: "registry", outlet: "no_answer", to: "review" },
    { from: "review", outlet: "approved", to: "yes" },
    { from: "review", outlet: "declined", to: "no" },
    { from: "review", outlet: "sent_back", to: "ask" },
    { from: "ask", outlet: "answered", to: "review" },
    { from: "ask", outlet: "nothing", to: "review" },
    { from: "ask", outlet: "expired", to: "no" },
  ],
  forms: {
    company: {
      key: "company",
      title: "Company",
      pages: [
        {
          key: "company",
          title: "Your company",
          schema: {
            type: "object",
            required: ["name", "number", "country"],
            properties: {
              name: { type: "string", title: "Registered name" },
              number: {
                type: "string",
                title: "Registration number",
                "x-format": "company_number",
                "x-country": "GB",
              },
              country: { type: "string", title: "Country", "x-format": "country" },
            },
          },
        },
      ],
    },
  },
  reasonCodes: {
    UNREADABLE: { applicant: "It could not be read.", staff: "The paper could not be read", priority: 1 },
  },
  settings: {
    partyKind: "business",
    party: { name: "forms.company.name", country: "forms.company.country" },
    queues: { manual: { title: "Manual review", slaHours: 24 } },
    documentTypes: { register_extract: { title: "Register extract", help: "Not older than three months." } },
  },
});

async function created(page: Page, key: string): Promise<string> {
  await page.goto("/home");
  const answer = await page.evaluate(
    async (body) => {
      const response = await fetch("/api/trpc/workflows.create", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      return { status: response.status, body: await response.json() };
    },
    JSON.stringify({ json: { document: policyOf(key) } }),
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.result.data.json.id as string;
}

test("a test run goes through a send-back to its end, is saved, and later fails for what changed", async ({
  house,
}) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const id = await created(page, `trial_${Date.now()}`);
  await page.goto(`/workflows/${id}/edit`);
  await expect(page.getByRole("heading", { name: "Company check", level: 1 })).toBeVisible();
  await page.keyboard.press("t");
  await page.getByRole("button", { name: "Start", exact: true }).click();

  // One node per key, up to the first thing that waits.
  const path = page.getByRole("region", { name: "Path" });
  await expect(path.getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("n");
  await expect(path.getByRole("listitem")).toHaveCount(2);
  const form = page.getByRole("region", { name: "Company form waits" });
  await form.getByRole("button", { name: "Hand in" }).click();
  await expect(form.getByText(/3 fields need another look/)).toBeVisible();
  await form.getByRole("button", { name: "Fill in samples" }).click();
  await expectAccessible(page);
  await form.getByRole("button", { name: "Hand in", exact: true }).click();

  // The vendor by the sandbox, then a person by hand.
  await expect(page.getByRole("region", { name: "Company register waits" })).toBeVisible();
  await page.keyboard.press("n");
  const review = page.getByRole("region", { name: "Manual review waits" });
  await review.getByText("Send back", { exact: true }).click();
  await review.getByRole("combobox", { name: "What is sent back" }).click();
  await page.getByRole("option", { name: "Register extract" }).click();
  await review.getByRole("button", { name: "Send back 1 item" }).click();
  await page
    .getByRole("region", { name: "Ask for what was sent back waits" })
    .getByRole("button", { name: "Hand in 1 item" })
    .click();
  await expect(review).toBeVisible();
  await expect(path.getByRole("listitem")).toHaveCount(6);

  // What one step read and said stands beside it.
  await path.getByRole("button", { name: /Company register/ }).click();
  const beside = page.getByRole("region", { name: "In the test run" });
  await expect(beside.getByText("01234500")).toBeVisible();
  await expectAccessible(page);

  // A step back takes the last answer back; the same answer brings it on again.
  await page.keyboard.press("b");
  await expect(page.getByRole("region", { name: "Ask for what was sent back waits" })).toBeVisible();
  await page.getByRole("button", { name: "As before" }).click();
  await review.getByRole("button", { name: "Approve", exact: true }).click();
  const end = page.getByRole("region", { name: "How it ended" });
  await expect(end.getByText("Approve", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Save as test case" }).click();
  await page.getByRole("textbox", { name: "Name of the test" }).fill("Sent back once");
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  const tests = page.getByRole("region", { name: "Test cases" });
  await page.getByRole("tab", { name: /^Tests/ }).click();
  await expect(tests.getByText("Sent back once")).toBeVisible();
  await expect(tests.getByText("1 passed, 0 failed")).toBeVisible();
  await expectAccessible(page);

  // A changed policy fails the test, with what came out otherwise; the test run itself is played anew.
  await page.getByRole("tab", { name: "Test run" }).click();
  await path.getByRole("button", { name: "7 Approved" }).click();
  await page.getByText("Settings", { exact: true }).first().click();
  const outcome = page
    .getByRole("region", { name: "Step Approved" })
    .getByRole("combobox", { name: /^Outcome/ });
  await outcome.click();
  await page.getByRole("option", { name: "Decline", exact: true }).click();
  await expect(end.getByText("Decline", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: /^Tests/ }).click();
  await expect(tests.getByText("0 passed, 1 failed")).toBeVisible();
  await expect(tests.getByText("Outcome: Approve → Decline")).toBeVisible();
  await tests.getByRole("button", { name: "Expect this from now on" }).click();
  await expect(tests.getByText("1 passed, 0 failed")).toBeVisible();

  // What was saved is there after a reload.
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Company check", level: 1 })).toBeVisible();
  await page.getByRole("tab", { name: /^Tests/ }).click();
  await expect(tests.getByText("Sent back once")).toBeVisible();
});
