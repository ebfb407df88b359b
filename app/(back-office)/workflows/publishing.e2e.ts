import type { Page } from "@playwright/test";
import { call, expect, expectAccessible, test } from "@/server/testing/e2e";
import { orderPolicy } from "@/server/testing/order-policy";

/** A saved test that says what small orders come to. */
const editor = {
  positions: {},
  notes: [],
  tests: [
    {
      key: "small",
      title: "A small order is sent",
      setup: { at: "2026-01-31T12:00:00.000Z", input: { amount: 10 }, party: {}, pins: {} },
      answers: [],
      expected: { outcome: "approve", reasonCodes: [], score: null, outputs: {} },
    },
  ],
};

async function published(page: Page, title: string): Promise<string> {
  const key = `${title.toLowerCase().replaceAll(" ", "_")}_${Date.now()}`;
  const { id } = await call<{ id: string }>(page, "workflows.create", {
    document: orderPolicy({ key, title }),
    editor,
  });
  await call(page, "workflows.publish", {
    ...{ workflowId: id, revision: 1, note: "First", acceptWarnings: true },
  });
  return id;
}

const versions = (page: Page) => page.getByRole("list", { name: "Published versions" });
const versionLine = (page: Page, version: number) =>
  versions(page)
    .getByRole("listitem")
    .filter({ hasText: `Version ${version}` });
const openVersions = (page: Page) => page.getByRole("tab", { name: /^Versions/ }).click();

async function renameStep(page: Page, step: string, title: string): Promise<void> {
  await page
    .getByRole("group", { name: new RegExp(`^${step}\\.`) })
    .first()
    .click();
  await page.getByRole("textbox", { name: "Title of the step" }).fill(title);
}

test("a draft is published by two people from the builder, and rolled back by two", {
  tag: "@alone",
}, async ({ house }) => {
  test.setTimeout(180_000);
  const admin = await house.as("admin");
  const id = await published(admin, "Two people");
  await call(admin, "workspaces.change", { publishNeedsApproval: true });
  try {
    // The risk manager changes one step, and puts another in the place of a third.
    const author = await house.as("risk_manager");
    await author.goto(`/workflows/${id}/edit`);
    const canvas = author.getByRole("region", { name: "Two people", exact: true });
    await expect(author.locator("[data-editing]")).toBeVisible();
    const main = author.getByRole("button", { name: "Request review", exact: true });
    await expect(main).toBeDisabled();
    await expect(author.getByText("As version 1, nothing changed")).toBeVisible();
    await renameStep(author, "Approved", "Sent out");
    await canvas.getByRole("group", { name: /^Turned away\./ }).click();
    await author.keyboard.press("Delete");
    await expect(canvas.getByText("Turned away")).toHaveCount(0);
    await canvas.getByRole("group", { name: /^How large\?/ }).click();
    await author.getByRole("tab", { name: /^Ways out/ }).click();
    await author.getByRole("button", { name: "Add a step here" }).first().click();
    const adding = author.getByRole("dialog", { name: "Add a step" });
    await adding.getByRole("textbox", { name: "Find a step" }).fill("End");
    await adding.getByRole("button", { name: "End", exact: true }).click();
    await author.getByRole("textbox", { name: "Title of the step" }).fill("Refused");
    const outcome = author
      .getByRole("region", { name: "Step Refused" })
      .getByRole("combobox", { name: /^Outcome/ });
    await outcome.click();
    await author.getByRole("option", { name: "Decline", exact: true }).click();
    await expect(author.getByText("Draft of version 1")).toBeVisible();

    // Every step stands in the history; one act goes back to the beginning, another on to the end.
    await openVersions(author);
    const steps = author.getByRole("region", { name: "Steps of the draft" });
    await expect(steps.getByText(/^Remove “Turned away”/)).toBeVisible();
    await steps.getByRole("button", { name: "Back to here: before the first step" }).click();
    await expect(canvas.getByText("Turned away")).toBeVisible();
    await expect(canvas.getByText("Refused")).toHaveCount(0);
    await steps
      .getByRole("button", { name: /^On to here/ })
      .first()
      .click();
    await expect(canvas.getByText("Turned away")).toHaveCount(0);
    await expect(canvas.getByText("Refused")).toBeVisible();
    await author.getByRole("textbox", { name: "Name of a new checkpoint" }).fill("Before the review");
    await author.getByRole("button", { name: "Keep", exact: true }).click();
    await expect(author.getByRole("list", { name: "Checkpoints" })).toContainText("Before the review");
    await expectAccessible(author);

    await expect(author.getByText(/to fix first$/)).toHaveCount(0);
    await main.click();
    const ask = author.getByRole("dialog", { name: "Request review" });
    await expect(ask.getByText("1 test, passed.")).toBeVisible();
    await ask.getByLabel("What to look at").fill("Large orders are refused now.");
    await ask.getByRole("button", { name: "Request review" }).click();
    const asked = author.getByRole("region", { name: "Review", exact: true });
    await expect(asked.getByText("You changed this workflow since the live version.")).toBeVisible();
    await expect(asked.getByRole("button", { name: "Approve" })).toHaveCount(0);
    await expect(author.getByText(/^In review since/)).toBeVisible();
    // Meanwhile nobody changes what the second person looks at.
    await expect(author.getByRole("button", { name: "Add a note", exact: true })).toBeDisabled();
    await expectAccessible(author);

    // The second person reads what changed, on the canvas and in words, and approves beside it.
    await admin.goto(`/workflows/${id}/edit`);
    await admin.getByRole("link", { name: "See what changes" }).click();
    await expect(admin.getByRole("heading", { name: "What changed" })).toBeVisible();
    const both = admin.getByRole("region", { name: "Version 1 and The draft over one another" });
    await expect(both.getByText("Removed", { exact: true })).toHaveCount(1);
    await expect(both.getByText("Added", { exact: true })).toHaveCount(1);
    const words = admin.getByRole("complementary", { name: "Changes in words" });
    await expect(words.getByText("Step “Turned away”")).toBeVisible();
    await expect(words.getByText("Step “Refused”")).toBeVisible();
    const renamed = words.getByRole("listitem").filter({ hasText: "Sent out" }).first();
    await expect(renamed).toContainText("Changed");
    await expect(renamed).toContainText("Approved");
    await expectAccessible(admin);
    await admin.getByRole("button", { name: "Approve", exact: true }).click();
    const approve = admin.getByRole("dialog", { name: "Approve this change?" });
    await approve.getByLabel("Note").fill("The losses ask for it.");
    await approve.getByRole("button", { name: "Approve" }).click();
    await expect(admin.getByText(/approved publishing the draft/)).toBeVisible();

    // Whoever asked publishes, from the builder.
    await author.reload();
    await expect(author.getByText(/^Approved by/)).toBeVisible();
    await author
      .getByRole("region", { name: "Review", exact: true })
      .getByRole("button", { name: "Publish" })
      .click();
    const publish = author.getByRole("dialog", { name: "Publish the draft" });
    await expect(publish.getByText("1 test, passed.")).toBeVisible();
    await publish.getByLabel("What changed").fill("Large orders are refused.");
    await acceptWarnings(publish);
    await publish.getByRole("button", { name: "Publish" }).click();
    const second = versionLine(author, 2);
    await expect(second.getByText("Live", { exact: true })).toBeVisible();
    await expect(second).toContainText("1 test, passed");
    await expect(second).toContainText(/approved by/);
    await expect(second).toContainText(/\d changes/);
    await expect(author.getByText("As version 2, nothing changed")).toBeVisible();

    // It was a mistake: back, again by two, from the history.
    await author.getByRole("button", { name: "What to do with version 1" }).click();
    await author.getByRole("menuitem", { name: "Go back to this version" }).click();
    await ask.getByLabel("What to look at").fill("Too many were refused.");
    await ask.getByRole("button", { name: "Request review" }).click();
    await admin.goto(`/workflows/${id}/versions`);
    await admin.getByRole("button", { name: "Approve", exact: true }).click();
    await approve.getByLabel("Note").fill("Agreed.");
    await approve.getByRole("button", { name: "Approve" }).click();
    await expect(
      admin.getByRole("region", { name: "Review" }).getByText("Approved", { exact: true }),
    ).toBeVisible();
    await author.goto(`/workflows/${id}/versions`);
    await author.getByRole("button", { name: "Go back to version 1" }).click();
    const go = author.getByRole("dialog", { name: "Go back to version 1?" });
    await go.getByLabel("Why").fill("Too many were refused.");
    await go.getByRole("button", { name: "Go back" }).click();
    await expect(
      author.getByRole("row", { name: /Version 1/ }).getByText("Live", { exact: true }),
    ).toBeVisible();
    await expect(author.getByRole("row", { name: /Version 2/ }).getByText("Retired")).toBeVisible();
    const history = author.getByRole("region", { name: "History" });
    await expect(history.getByText("Back to version 1, from 2")).toBeVisible();
    await expectAccessible(author);
  } finally {
    await call(admin, "workspaces.change", { publishNeedsApproval: false });
  }
});

async function acceptWarnings(dialog: ReturnType<Page["getByRole"]>): Promise<void> {
  await expect(dialog.getByLabel("Checking the draft")).toHaveCount(0);
  const seen = dialog.getByRole("checkbox", { name: /I have seen the warnings/ });
  if (await seen.isVisible()) await seen.check();
}

// Alone as well: it publishes by one person, which the story above forbids for a while.
test("a draft that fails its own test is held, and let through by an admin who says why", {
  tag: "@alone",
}, async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const id = await published(page, "Failing");
  await page.goto(`/workflows/${id}/edit`);
  await expect(page.locator("[data-editing]")).toBeVisible();
  await page
    .getByRole("group", { name: /^Approved\./ })
    .first()
    .click();
  await page
    .getByRole("region", { name: "Step Approved" })
    .getByRole("combobox", { name: /^Outcome/ })
    .click();
  await page.getByRole("option", { name: "Decline", exact: true }).click();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish the draft" });
  const failed = dialog.getByRole("list", { name: "Tests that failed" });
  await expect(failed.getByText("A small order is sent")).toBeVisible();
  await expect(failed.getByText("Outcome: Approve was expected, Decline came out.")).toBeVisible();
  await expect(dialog.getByText("An admin can publish all the same.", { exact: false })).toBeVisible();
  await dialog.getByLabel("What changed").fill("Everything is declined.");
  await expect(dialog.getByRole("button", { name: "Publish" })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.close();

  const admin = await house.as("admin");
  await admin.goto(`/workflows/${id}/versions`);
  await admin.getByRole("button", { name: "Publish" }).click();
  const held = admin.getByRole("dialog", { name: "Publish the draft" });
  await held.getByLabel("What changed").fill("Everything is declined.");
  await acceptWarnings(held);
  await held.getByRole("button", { name: "Publish" }).click();
  await expect(held.getByText("Say why, in a few words.")).toBeVisible();
  await held
    .getByLabel("Publish all the same, because")
    .fill("The shop is closed; the test is of last year.");
  await held.getByRole("button", { name: "Publish" }).click();
  const second = admin.getByRole("row", { name: /Version 2/ });
  await expect(second.getByText("1 test, failed, overridden")).toBeVisible();
  const history = admin.getByRole("region", { name: "History" });
  await expect(history.getByText("Failing tests of version 2 were overridden")).toBeVisible();
  await expectAccessible(admin);
});
