import { call, expect, expectAccessible, test } from "@/server/testing/e2e";

/** The least that can be drawn: a start that leads to an end. */
const bare = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Orders",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Order", config: {} },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
  },
  edges: [{ from: "start", outlet: "next", to: "yes" }],
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

test("a step is added at a way, named, wired by list, undone, and there after a reload", async ({
  house,
}) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const { id } = await call<{ id: string }>(page, "workflows.create", { document: bare(`b_${Date.now()}`) });
  await page.goto(`/workflows/${id}/edit`);
  const canvas = page.getByRole("region", { name: "Orders", exact: true });
  await expect(canvas.getByText("Approved", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();

  // By keyboard: behind the start, the first that is found.
  await canvas.getByRole("group", { name: /^Order\./ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Title of the step" })).toHaveValue("Order");
  await page.keyboard.press("Escape");
  await canvas.getByRole("group", { name: /^Order\./ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("a");
  const adding = page.getByRole("dialog", { name: "Add a step" });
  await adding.getByRole("textbox", { name: "Find a step" }).fill("review");
  await page.keyboard.press("Enter");
  await expect(adding).toHaveCount(0);
  const title = page.getByRole("textbox", { name: "Title of the step" });
  await title.fill("Look at it");
  await expect(canvas.getByText("Look at it")).toBeVisible();
  await expectAccessible(page);

  // Wired by list instead of by dragging.
  await page.getByRole("tab", { name: /^Ways out/ }).click();
  await page.getByRole("button", { name: "Add a step here" }).nth(1).click();
  await adding.getByRole("textbox", { name: "Find a step" }).fill("End");
  await adding.getByRole("button", { name: "End", exact: true }).click();
  await expect(title).toHaveValue(/^End/);
  await page.keyboard.press("Escape");

  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(canvas.getByText("Look at it")).toBeVisible();
  // What was done before the reload is still undone step by step.
  const undo = page.getByRole("button", { name: /^Undo/ });
  await expect(undo).toBeEnabled();
  await undo.click();
  await undo.click();
  await expect(canvas.getByText("Look at it")).toHaveCount(0);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(canvas.getByText("Look at it")).toBeVisible();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("steps are dragged onto the canvas, moved, copied and removed by mouse", async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const { id } = await call<{ id: string }>(page, "workflows.create", { document: bare(`m_${Date.now()}`) });
  await page.goto(`/workflows/${id}/edit`);
  const canvas = page.getByRole("region", { name: "Orders", exact: true });
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  await page
    .getByRole("region", { name: "People" })
    .getByRole("button", { name: "Review", exact: true })
    .dragTo(canvas, { targetPosition: { x: 320, y: 360 } });
  const card = canvas.getByRole("group", { name: /^Review\./ });
  await expect(card).toBeVisible();
  const before = await card.boundingBox();
  await card.hover();
  await page.mouse.down();
  await page.mouse.move((before?.x ?? 0) + 240, (before?.y ?? 0) + 90, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByRole("button", { name: "Arrange all steps", exact: true })).toBeEnabled();
  await card.click();
  await expect(page.getByRole("textbox", { name: "Title of the step" })).toBeVisible();
  await page.keyboard.press("Control+d");
  const reviews = canvas.getByRole("group", { name: /^Review/ });
  await expect(reviews).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(reviews).toHaveCount(1);
  await page.keyboard.press("Control+Shift+z");
  await expect(reviews).toHaveCount(2);
  await reviews.first().click();
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied one step")).toBeVisible();
  await page.keyboard.press("Control+v");
  await expect(reviews).toHaveCount(3);
  await page.keyboard.press("Delete");
  await expect(reviews).toHaveCount(2);
  await reviews.last().click();
  await page.keyboard.press("Delete");
  await expect(canvas.getByRole("group", { name: /^Review/ })).toHaveCount(1);
  await page.getByRole("button", { name: "Arrange all steps", exact: true }).click();
  await expect(page.getByRole("button", { name: "Arrange all steps", exact: true })).toBeDisabled();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("a problem is mended from the panel, and a second window takes the draft over", async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const document = bare(`p_${Date.now()}`);
  const lost = { type: "end", version: 1, title: "Nobody comes here", config: { outcome: "decline" } };
  const { id } = await call<{ id: string }>(page, "workflows.create", {
    document: { ...document, nodes: { ...document.nodes, lost } },
  });
  await page.goto(`/workflows/${id}/edit`);
  const canvas = page.getByRole("region", { name: "Orders", exact: true });
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await page.getByRole("button", { name: "Remove the step" }).click();
  await expect(canvas.getByText("Nobody comes here")).toHaveCount(0);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  const admin = await house.as("admin");
  await admin.goto(`/workflows/${id}/edit`);
  await expect(admin.getByText(/is editing this draft/)).toBeVisible();
  await expect(admin.getByRole("button", { name: "Add a note", exact: true })).toBeDisabled();
  await admin.getByRole("button", { name: "Take over" }).click();
  await expect(admin.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  await admin.getByRole("button", { name: "Add a note", exact: true }).click();
  await expect(admin.getByText("Saved", { exact: true })).toBeVisible();
  // The first window learns of it with its next change, and overwrites nothing.
  await page.getByRole("button", { name: "Add a note", exact: true }).click();
  await expect(page.getByText(/is editing this draft|changed meanwhile/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeDisabled();
});
