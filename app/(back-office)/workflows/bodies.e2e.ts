import { call, expect, expectAccessible, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";

/** A request that names its owners, and nothing that is done with them yet. */
const bare = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Owners",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: {
      ...{ type: "decision_start", version: 1, title: "Request" },
      config: { fields: [{ path: "input.owners", title: "Owners" }] },
    },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
  },
  edges: [{ from: "start", outlet: "next", to: "yes" }],
  settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
});

test("each owner is screened inside a “for each”, built by mouse and by keyboard, left, undone and redone", async ({
  house,
}) => {
  test.setTimeout(150_000);
  const page = await house.as("risk_manager");
  const { id } = await call<{ id: string }>(page, "workflows.create", { document: bare(`o_${Date.now()}`) });
  await page.goto(`/workflows/${id}/edit`);
  const canvas = page.getByRole("region", { name: "Owners", exact: true });
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  const adding = page.getByRole("dialog", { name: "Add a step" });
  const way = canvas.getByRole("navigation", { name: "Where in the drawing" });
  const card = (title: string) => canvas.getByRole("group", { name: new RegExp(`^${title}\\.`) });
  const middleOf = async (title: string) => {
    const box = await card(title).boundingBox();
    if (!box) throw new Error(`${title} is not drawn`);
    return { x: box.x + box.width / 2, top: box.y, bottom: box.y + box.height };
  };

  // By mouse: into the way between the start and the end.
  const [from, to] = [await middleOf("Request"), await middleOf("Approved")];
  await page.mouse.move(from.x, (from.bottom + to.top) / 2 - 6);
  await page.mouse.move(from.x, (from.bottom + to.top) / 2, { steps: 3 });
  await canvas.getByRole("button", { name: "Add a step here" }).click();
  await adding.getByRole("button", { name: "For each", exact: true }).click();
  const list = page.getByRole("combobox", { name: "List", exact: true });
  await list.fill("input.owners[]");
  await page.keyboard.press("Escape");
  await expect(card("For each")).toContainText("No steps inside yet");

  // Nothing is inside yet, and what to do stands there.
  await card("For each").dblclick({ position: { x: 60, y: 20 } });
  await expect(way.getByText("For each", { exact: true })).toBeVisible();
  await expect(canvas.getByText("Each owner", { exact: true })).toBeVisible();
  await expect(canvas.getByText("Nothing is done for each owner yet")).toBeVisible();
  await expectAccessible(page);
  await canvas.getByRole("button", { name: "Add the first step" }).click();
  // What cannot stand inside says so, and does not come.
  await expect(adding.getByRole("button", { name: "Collect", exact: true })).toBeDisabled();
  await adding.getByRole("textbox", { name: "Find a step" }).fill("screening");
  await page.keyboard.press("Enter");
  await expect(card("Screening")).toBeVisible();
  await expect(card("Item end")).toBeVisible();
  await expectAccessible(page);

  // Out by the breadcrumb; the card one came from has the focus.
  await way.getByRole("button", { name: "Owners", exact: true }).click();
  await expect(card("For each")).toBeFocused();
  await expect(card("For each")).toContainText("2 steps inside");
  await expect(card("Screening")).toHaveCount(0);

  // In again and on by keyboard.
  await page.keyboard.press("Enter");
  await expect(way.getByRole("button", { name: "Owners", exact: true })).toBeFocused();
  await card("Screening").focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("textbox", { name: "Title of the step" })).toHaveValue("Screening");
  await page.keyboard.press("a");
  await adding.getByRole("textbox", { name: "Find a step" }).fill("review");
  await page.keyboard.press("Enter");
  await expect(adding).toHaveCount(0);
  await expect(card("Review")).toBeVisible();
  await expect(canvas.getByText("Request", { exact: true })).toHaveCount(0);

  // Undone from outside, the drawing opens in which something goes; redone, it is there again.
  await card("Screening").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(card("For each")).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(way).toBeVisible();
  await expect(card("Screening")).toBeVisible();
  await expect(card("Review")).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(card("Review")).toBeVisible();

  // Removed as a whole, and brought back as a whole.
  await way.getByRole("button", { name: "Owners", exact: true }).click();
  await expect(card("For each")).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("Delete");
  await expect(page.getByText("Removed “For each” and the 3 steps that belong to it.")).toBeVisible();
  await expect(card("For each")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(card("For each")).toContainText("3 steps inside");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  // What is saved is what was drawn.
  await page.reload();
  await expect(card("For each")).toContainText("3 steps inside");
  const draft = await perform<{ document: { edges: { from: string; outlet: string; to: string }[] } }>(
    page,
    "workflows.draft",
    { workflowId: id },
    "query",
  );
  expect(draft.document.edges).toEqual(
    expect.arrayContaining([
      { from: "start", outlet: "next", to: "for_each" },
      { from: "for_each", outlet: "done", to: "yes" },
      { from: "for_each", outlet: "each", to: "screening" },
    ]),
  );
});
