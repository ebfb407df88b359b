import type { Page } from "@playwright/test";
import { call, expect, expectAccessible, test } from "@/server/testing/e2e";

const node = (type: string, title: string, config: object = {}) => ({ type, version: 1, title, config });

/** A policy whose rules look at a device and an age, and which pays out later the younger a seller is. */
const policy = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Sign-ups",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: node("decision_start", "Request", {
      fields: [
        { path: "input.signUps", title: "Other sign-ups on this device in 30 days", type: "number" },
        { path: "input.dateOfBirth", title: "Date of birth", type: "date" },
      ],
    }),
    rules: node("rules", "Device and age", { ruleSet: "device" }),
    done: node("end", "Done", { outcome: "proposed", outputs: { delay: { field: "values.delay" } } }),
  },
  edges: [
    { from: "start", outlet: "next", to: "rules" },
    { from: "rules", outlet: "next", to: "done" },
  ],
  rules: {
    device: {
      title: "Device and age",
      otherwise: "approve",
      values: { delay: { value: 5 } },
      rules: [
        {
          code: "R21",
          title: "Many sign-ups on one device",
          when: { id: "a", op: ">", left: { field: "input.signUps" }, right: { value: 3 } },
          outcome: "decline",
          reasonCode: "DEVICE",
        },
        {
          code: "R22",
          title: "Under age",
          when: {
            id: "b",
            op: "<",
            left: { ageInYears: { field: "input.dateOfBirth" } },
            right: { value: 18 },
          },
          outcome: "decline",
          reasonCode: "AGE",
        },
      ],
    },
  },
  reasonCodes: {
    DEVICE: {
      priority: 2,
      applicant: "We could not accept this sign-up.",
      staff: "Too many sign-ups on one device.",
    },
    AGE: { priority: 1, applicant: "You have to be of age.", staff: "Under 18." },
  },
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

async function decided(admin: Page, key: string, name: string): Promise<string> {
  const { id: workflowId, revision } = await call<{ id: string; revision: number }>(
    admin,
    "workflows.create",
    {
      document: policy(key),
    },
  );
  await call(admin, "workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
  const { key: secret } = await call<{ key: string }>(admin, "apiKeys.create", {
    ...{ name: `Key of ${key}`, scopes: ["decisions.create"] },
  });
  const answer = await admin.request.post("/api/v1/decisions", {
    headers: { authorization: `Bearer ${secret}` },
    data: { workflow: key, input: { signUps: 4 }, party: { name } },
  });
  return ((await answer.json()) as { id: string }).id;
}

test("a decision is explained, its applicant's text is copied, and made again it is identical", async ({
  house,
}) => {
  const admin = await house.as("admin");
  const id = await decided(admin, "explained_sign_up", "Robin Explained");

  const analyst = await house.as("analyst");
  await analyst.goto("/runs?view=completed&search=Robin+Explained");
  await analyst.getByRole("link", { name: "Robin Explained" }).first().click();
  await analyst.getByRole("region", { name: "Decision" }).getByRole("link", { name: "Why" }).click();
  await expect(analyst).toHaveURL(new RegExp(`/decisions/${id}$`));

  const fired = analyst.getByRole("region", { name: "What decided it" });
  await expect(
    fired.getByText("Fired: R21, 4 other sign-ups on this device in 30 days; the limit is 3."),
  ).toBeVisible();
  await expect(fired.getByRole("row", { name: /4.*is more than 3.*The request/ })).toBeVisible();
  const open = analyst.getByRole("region", { name: "What could not be told" });
  await expect(open.getByText("Needed: Date of birth, from the request. It came without it.")).toBeVisible();

  const notice = analyst.getByRole("region", { name: "What the applicant reads" });
  await expect(notice.getByRole("listitem")).toHaveText(["We could not accept this sign-up."]);
  await expect(notice).not.toContainText("device");
  await notice.getByRole("button", { name: "Copy" }).click();
  await expect(notice.getByRole("button", { name: "Copied" })).toBeVisible();

  const again = analyst.getByRole("region", { name: "Made once more" });
  await again.getByRole("button", { name: "Re-run" }).focus();
  await analyst.keyboard.press("Enter");
  await expect(again.getByText("Identical")).toBeVisible();
  await expect(again.getByRole("table", { name: "What was compared" }).getByRole("row")).toHaveCount(10);
  await expectAccessible(analyst);

  await analyst.getByRole("link", { name: "Version 1 in sentences" }).click();
  await expect(analyst).toHaveURL(/version=1&view=policy/);
});
