import type { Page } from "@playwright/test";
import { handsOn } from "@/server/testing/builder-hands";
import { call, expect, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";
import type { DraftSteps, DraftView } from "@/server/workflows/draft/schema";

/** What may be lost when a browser dies. */
const LOST_MS = 2_000;

const notes = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Notes",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Request", config: {} },
    yes: { type: "end", version: 1, title: "Yes", config: { outcome: "approve" } },
  },
  edges: [{ from: "start", outlet: "next", to: "yes" }],
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

async function openDraft(page: Page): Promise<string> {
  const { id } = await call<{ id: string }>(page, "workflows.create", {
    document: notes(`c_${Date.now()}_${Math.floor(Math.random() * 1e6)}`),
  });
  await page.goto(`/workflows/${id}/edit`);
  await handsOn(page, "Notes").untilReady();
  return id;
}

const readDraft = (page: Page, workflowId: string) =>
  perform<DraftView>(page, "workflows.draft", { workflowId }, "query");

const title = (page: Page) => page.getByRole("textbox", { name: "Title of the step" });

test("a browser that dies loses at most what was done in the last two seconds", async ({ house }) => {
  test.setTimeout(120_000);
  const watcher = await house.as("risk_manager");
  for (const dies of [700, 1_900, 3_300]) {
    const page = await house.as("risk_manager");
    const id = await openDraft(page);
    await handsOn(page, "Notes").choose("yes");
    // Each keystroke with the moment it was made at; the title grows by one mark each.
    const typed: { at: number; title: string }[] = [];
    await title(page).fill("");
    const end = Date.now() + dies;
    for (let text = ""; Date.now() < end; await page.waitForTimeout(90)) {
      text += String.fromCharCode(97 + (text.length % 26));
      await title(page).press("End");
      await page.keyboard.type(text.slice(-1));
      typed.push({ at: Date.now(), title: text });
    }
    // No unload, no last word to the server: as when the machine is cut off.
    const devtools = await page.context().newCDPSession(page);
    const died = Date.now();
    void devtools.send("Page.crash").catch(() => {});
    await page.waitForEvent("crash");
    await page.context().close();

    const safe = typed.findLast(({ at }) => at <= died - LOST_MS)?.title ?? "";
    const kept = (await readDraft(watcher, id)).document.nodes["yes"]?.title ?? "";
    // What was typed earlier is there, and nothing that was not typed.
    expect(["Yes", ...typed.map((one) => one.title)]).toContain(kept);
    if (safe !== "") expect(kept.length).toBeGreaterThanOrEqual(safe.length);

    // Opened again it goes on from there, and what was kept can be undone.
    await watcher.goto(`/workflows/${id}/edit`);
    await expect(
      watcher.getByRole("region", { name: "Notes", exact: true }).getByText(kept, { exact: true }),
    ).toBeVisible();
  }
});

test("without a network the builder says so, keeps what is done, and saves it once when it is back", async ({
  house,
}) => {
  test.setTimeout(120_000);
  const page = await house.as("risk_manager");
  const id = await openDraft(page);
  const hands = handsOn(page, "Notes");
  await hands.choose("yes");
  await title(page).fill("Before");
  await hands.saved();

  await page.context().setOffline(true);
  await title(page).fill("Without a network");
  await expect(
    page.getByText("Not saved: The server cannot be reached. One change is kept in this window"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Add a note", exact: true }).click();
  await expect(page.getByText("2 changes are kept in this window")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByText("3 changes are kept in this window")).toBeVisible();
  await page.context().setOffline(false);
  await hands.saved();
  const saved = await readDraft(page, id);
  expect(saved.document.nodes["yes"]?.title).toBe("Without a network");
  expect(saved.editor.notes).toEqual([]);

  // An answer that is lost on its way back: the server has it, the window does not know.
  let lost = 0;
  await page.route("**/api/trpc/**editDraft**", async (route) => {
    if (lost++ > 0) return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await hands.choose("yes");
  await title(page).fill("Answer lost");
  await expect(page.getByText(/^Not saved: /)).toBeVisible();
  await hands.saved();
  expect(lost).toBeGreaterThanOrEqual(2);
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  const { undo, redo } = await perform<DraftSteps>(page, "workflows.draftSteps", { workflowId: id }, "query");
  expect(undo.map(({ words }) => words)).toEqual([
    "Rename “Yes”",
    "Rename “Before”",
    "Rename “Without a network”",
  ]);
  expect(redo).toEqual([]);
  await page.reload();
  await expect(hands.canvas.getByText("Answer lost", { exact: true })).toBeVisible();
});
