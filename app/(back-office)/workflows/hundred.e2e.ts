import type { Page } from "@playwright/test";
import { type Hands, handsOn, part } from "@/server/testing/builder-hands";
import { call, expect, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";
import type { DraftSteps, DraftView } from "@/server/workflows/draft/schema";

/** A policy with enough in it to be pulled about. */
const loans = (key: string) => ({
  format: "workflow/v1",
  key,
  title: "Loans",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Loan", config: {} },
    look: { type: "review", version: 1, title: "Look at it", config: { queue: "loans" } },
    again: { type: "review", version: 1, title: "Look again", config: { queue: "loans" } },
    yes: { type: "end", version: 1, title: "Granted", config: { outcome: "approve" } },
    no: { type: "end", version: 1, title: "Refused", config: { outcome: "decline" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "look" },
    { from: "look", outlet: "approved", to: "yes" },
    { from: "look", outlet: "declined", to: "again" },
    { from: "look", outlet: "sent_back", to: "again" },
    { from: "again", outlet: "approved", to: "yes" },
    { from: "again", outlet: "declined", to: "no" },
    { from: "again", outlet: "sent_back", to: "no" },
  ],
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});

/** Numbers from 0 to 1 that are the same in every run: mulberry32. */
function dice(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Table {
  page: Page;
  hands: Hands;
  roll: () => number;
  /** A text that was not used before. */
  word: () => string;
}

const pick = <T>({ roll }: Table, from: readonly T[]): T | undefined =>
  from[Math.floor(roll() * from.length)];
const kinds = ["Review", "Branch", "Notify", "Wait", "End", "Compute"];

/** A chosen step of those that can be reached, with its settings open beside the canvas. */
async function choose(table: Table, may: (id: string) => boolean = () => true): Promise<string | undefined> {
  const id = pick(table, (await table.hands.steps()).filter(may));
  return id !== undefined && (await table.hands.choose(id)) ? id : undefined;
}

/** Picks in the dialog that asks which step. */
async function pickKind(table: Table, byKeys: boolean): Promise<boolean> {
  const { page } = table;
  const dialog = page.getByRole("dialog", { name: "Add a step" });
  const kind = pick(table, kinds) ?? "Review";
  await dialog.getByRole("textbox", { name: "Find a step" }).fill(kind);
  if (byKeys) await page.keyboard.press("Enter");
  else await dialog.getByRole("button", { name: kind, exact: true }).click();
  await expect(dialog).toHaveCount(0);
  return true;
}

/** Places on the canvas where nothing stands, as far as the eye can tell. */
async function emptyPlace({ page, hands, roll }: Table) {
  const box = await hands.canvas.boundingBox();
  for (let i = 0; box && i < 20; i++) {
    const at = { x: box.x + 60 + roll() * (box.width - 120), y: box.y + 60 + roll() * (box.height - 160) };
    const isFree = await page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.classList.contains("react-flow__pane") ?? false,
      at,
    );
    if (isFree) return at;
  }
  return undefined;
}

/** Ways as they are drawn: `node:outlet`. */
const ways = ({ page }: Table) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".react-flow__edge")].map((way) => {
      const [from = "", outlet = ""] = (way.dataset["id"] ?? "").split(":");
      return { from, outlet };
    }),
  );

const outlets = ({ page }: Table) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".react-flow__handle.source")].map((handle) => ({
      from: handle.dataset["nodeid"] ?? "",
      outlet: handle.dataset["handleid"] ?? "",
      isFree: handle.dataset["state"] === "nowhere",
    })),
  );

/** What people do at a builder. Each answers whether it could be done now; what it is called stands on undo's button. */
const acts: { [name: string]: { says: RegExp; act: (table: Table) => Promise<boolean> } } = {
  "a step from the palette": {
    says: /^Undo: Add “/,
    async act(table) {
      if (!(await choose(table, (id) => id !== "start"))) return false;
      const kind = pick(table, kinds) ?? "Review";
      await table.page
        .locator('[data-tour="palette"]')
        .getByRole("button", { name: kind, exact: true })
        .click();
      return true;
    },
  },
  "a step dragged from the palette": {
    says: /^Undo: Add “/,
    async act(table) {
      const at = await emptyPlace(table);
      const box = await table.hands.canvas.boundingBox();
      if (!at || !box) return false;
      await table.page
        .locator('[data-tour="palette"]')
        .getByRole("button", { name: pick(table, kinds) ?? "Review", exact: true })
        .dragTo(table.hands.canvas, { targetPosition: { x: at.x - box.x, y: at.y - box.y } });
      return true;
    },
  },
  "a step by the + on a way": {
    says: /^Undo: Add “/,
    async act(table) {
      const way = pick(table, await ways(table));
      const at = way && (await table.hands.waySpot(way.from, way.outlet));
      if (!at) return false;
      await table.page.mouse.move(at.x, at.y);
      const plus = table.hands.canvas.getByRole("button", { name: "Add a step here" });
      if ((await plus.count()) === 0) return false;
      const goal = await table.hands.spot('[aria-label="Add a step here"]');
      if (!goal) return false;
      await table.page.mouse.click(goal.x, goal.y);
      return pickKind(table, false);
    },
  },
  "a step at a way out that leads nowhere": {
    says: /^Undo: Add “/,
    async act(table) {
      const free = pick(
        table,
        (await outlets(table)).filter(({ isFree }) => isFree),
      );
      const at = free && (await table.hands.spot(part.outlet(free.from, free.outlet)));
      if (!at) return false;
      await table.page.mouse.click(at.x, at.y);
      return pickKind(table, false);
    },
  },
  "a step by keys": {
    says: /^Undo: Add “/,
    async act(table) {
      if (!(await choose(table, (id) => id !== "yes" && id !== "no"))) return false;
      await table.page.keyboard.press("a");
      return pickKind(table, true);
    },
  },
  "another title": {
    says: /^Undo: Rename “/,
    async act(table) {
      if (!(await choose(table))) return false;
      const title = table.page.getByRole("textbox", { name: "Title of the step" });
      await title.fill("");
      // By keys, one by one: with a space that for a moment stands at its end.
      await title.pressSequentially(table.word());
      return true;
    },
  },
  "a setting": {
    says: /^Undo: Settings of “/,
    async act(table) {
      if (!(await choose(table, (id) => /^(look|again|review)/.test(id)))) return false;
      const field = table.page.getByRole("textbox", { name: "Title of the case" });
      if (!(await field.isVisible())) return false;
      await field.fill(table.word());
      return true;
    },
  },
  "a way drawn from handle to handle": {
    says: /^Undo: Lead to “/,
    async act(table) {
      const { hands } = table;
      const out = pick(table, await outlets(table));
      const to = pick(
        table,
        (await hands.steps()).filter((id) => id !== out?.from && id !== "start"),
      );
      if (!out || !to || (await hasWay(table, out, to))) return false;
      // It is let go anywhere over the card.
      const [from, goal] = [
        await hands.spot(part.outlet(out.from, out.outlet)),
        await hands.spot(part.node(to)),
      ];
      if (!from || !goal) return false;
      await hands.drag(from, goal);
      return true;
    },
  },
  "a way led by list": {
    says: /^Undo: “.+” leads to “/,
    async act(table) {
      if (!(await openWays(table))) return false;
      const field = pick(table, await waysOut(table).all());
      const before = await field?.inputValue();
      await field?.click();
      const goals = await table.page.getByRole("option").all();
      const others = [];
      for (const goal of goals) if ((await goal.textContent()) !== before) others.push(goal);
      const goal = pick(table, others);
      if (!goal) {
        await table.page.keyboard.press("Escape");
        return false;
      }
      await goal.click();
      return true;
    },
  },
  "a way cut by list": {
    says: /^Undo: “.+” leads nowhere/,
    async act(table) {
      if (!(await openWays(table))) return false;
      const cut = pick(table, await waysPanel(table).locator(".mantine-Select-section button").all());
      if (!cut) return false;
      await cut.click();
      return true;
    },
  },
  "a way cut by Delete": {
    says: /^Undo: Remove a way/,
    async act(table) {
      const way = pick(table, await ways(table));
      const at = way && (await table.hands.waySpot(way.from, way.outlet));
      if (!at) return false;
      await table.page.mouse.click(at.x, at.y);
      await table.hands.still();
      await table.page.keyboard.press("Delete");
      return true;
    },
  },
  "a way led elsewhere by its end": {
    says: /^Undo: Lead to “/,
    async act(table) {
      const { hands, page } = table;
      const way = pick(table, await ways(table));
      const to = pick(
        table,
        (await hands.steps()).filter((id) => id !== "start" && id !== way?.from),
      );
      if (!way || !to || (await hasWay(table, way, to))) return false;
      // Chosen, it lies above the others that end where it ends.
      const at = await hands.waySpot(way.from, way.outlet);
      if (!at) return false;
      await page.mouse.click(at.x, at.y);
      await hands.still();
      const end = await hands.spot(`${part.way(way.from, way.outlet)} .react-flow__edgeupdater-target`);
      const goal = await hands.spot(part.node(to));
      if (!end || !goal) return false;
      await hands.drag(end, goal);
      return true;
    },
  },
  "a step moved": {
    says: /^Undo: Move a step/,
    async act(table) {
      const id = pick(table, await table.hands.steps());
      const [from, to] = [id && (await table.hands.spot(part.node(id))), await emptyPlace(table)];
      if (!from || !to) return false;
      await table.hands.drag(from, to);
      return true;
    },
  },
  "steps moved together": {
    says: /^Undo: Move [2-9] steps/,
    async act(table) {
      const { hands } = table;
      const first = await choose(table, (id) => id !== "start");
      const second = pick(
        table,
        (await hands.steps()).filter((id) => id !== "start" && id !== first),
      );
      if (!first || !second || !(await hands.choose(second, "Shift"))) return false;
      const [from, to] = [await hands.spot(part.node(second)), await emptyPlace(table)];
      if (!from || !to) return false;
      await hands.drag(from, to);
      return true;
    },
  },
  "a step duplicated": {
    says: /^Undo: Duplicate a step/,
    async act(table) {
      if (!(await choose(table, (id) => id !== "start"))) return false;
      await table.page.keyboard.press("Control+d");
      return true;
    },
  },
  "steps copied and pasted": {
    says: /^Undo: Paste a step/,
    async act(table) {
      if (!(await choose(table, (id) => id !== "start"))) return false;
      const before = (await table.hands.steps()).length;
      await table.page.keyboard.press("Control+c");
      await table.page.keyboard.press("Control+v");
      await table.page.waitForFunction(
        (count) => document.querySelectorAll(".react-flow__node-card").length === count,
        before + 1,
      );
      return true;
    },
  },
  "a step left out, or taken in again": {
    says: /^Undo: (Leave “.+” out|Take “.+” in again)/,
    async act(table) {
      if (!(await choose(table, (id) => !["start", "yes", "no"].includes(id)))) return false;
      return fromMenu(table, /^(Leave out|Take in again)$/);
    },
  },
  "a note": {
    says: /^Undo: Add a note/,
    async act({ page }) {
      await page.getByRole("button", { name: "Add a note", exact: true }).click();
      return true;
    },
  },
  "a note written": {
    says: /^Undo: Write a note/,
    async act(table) {
      const id = pick(table, await table.hands.notes());
      if (!id) return false;
      const text = table.page.locator(part.node(id)).getByRole("textbox", { name: "Note" });
      await text.fill(table.word());
      await text.press("Escape");
      return true;
    },
  },
  "a note moved": {
    says: /^Undo: Move a note/,
    async act(table) {
      const id = pick(table, await table.hands.notes());
      const [from, to] = [id && (await table.hands.spot(part.node(id))), await emptyPlace(table)];
      if (!from || !to) return false;
      await table.hands.drag(from, to);
      return true;
    },
  },
  "a comment": {
    says: /^Undo: Comment on “/,
    async act(table) {
      if (!(await choose(table))) return false;
      await table.page.getByRole("tab", { name: /^Comments/ }).click();
      await table.page.getByRole("textbox", { name: "Comment", exact: true }).fill(table.word());
      await table.page.getByRole("button", { name: "Add the comment" }).click();
      return true;
    },
  },
  "a comment settled, or opened again": {
    says: /^Undo: (Settle a comment|Open a comment again)/,
    async act(table) {
      const settled = table.page.getByRole("button", { name: /^(Settle|Open again)$/ }).first();
      for (const id of shuffled(await table.hands.steps(), table.roll)) {
        if (!(await table.hands.choose(id))) continue;
        await table.page.getByRole("tab", { name: /^Comments/ }).click();
        if (!(await settled.isVisible())) continue;
        await settled.click();
        return true;
      }
      return false;
    },
  },
  "all steps arranged": {
    says: /^Undo: Arrange all steps/,
    async act({ page }) {
      const arrange = page.getByRole("button", { name: "Arrange all steps", exact: true });
      if (!(await arrange.isEnabled())) return false;
      await arrange.click();
      return true;
    },
  },
  "a step removed by Delete": {
    says: /^Undo: Remove “/,
    async act(table) {
      if (!(await mayLose(table)) || !(await choose(table, isExtra))) return false;
      await table.page.keyboard.press("Delete");
      return true;
    },
  },
  "a step removed by its menu": {
    says: /^Undo: Remove “/,
    async act(table) {
      if (!(await mayLose(table)) || !(await choose(table, isExtra))) return false;
      return fromMenu(table, /^Remove$/);
    },
  },
};

const isExtra = (id: string) => !["start", "look", "again", "yes", "no"].includes(id);
const mayLose = async ({ hands }: Table) => (await hands.steps()).length > 6;

async function fromMenu({ page }: Table, item: RegExp): Promise<boolean> {
  await page.getByRole("button", { name: "More for this step" }).click();
  const entry = page.getByRole("menuitem", { name: item });
  if (await entry.isVisible()) {
    await entry.click();
    return true;
  }
  await page.keyboard.press("Escape");
  return false;
}

const waysPanel = ({ page }: Table) => page.getByRole("tabpanel", { name: /^Ways out/ });
const waysOut = (table: Table) => waysPanel(table).getByRole("combobox");

async function openWays(table: Table): Promise<boolean> {
  if (!(await choose(table, (id) => id !== "start"))) return false;
  await table.page.getByRole("tab", { name: /^Ways out/ }).click();
  return (await waysOut(table).count()) > 0;
}

/** Whether the outlet leads there already: drawn again it is no change. */
const hasWay = ({ page }: Table, out: { from: string; outlet: string }, to: string) =>
  page.evaluate(
    ([selector, to]) =>
      document
        .querySelector(selector as string)
        ?.getAttribute("aria-label")
        ?.endsWith(` to ${to}`) ?? false,
    [part.way(out.from, out.outlet), to],
  );

const shuffled = <T>(list: readonly T[], roll: () => number): T[] => {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(roll() * left.length), 1)[0] as T);
};

const readDraft = (page: Page, workflowId: string) =>
  perform<DraftView>(page, "workflows.draft", { workflowId }, "query");
const readSteps = (page: Page, workflowId: string) =>
  perform<DraftSteps>(page, "workflows.draftSteps", { workflowId }, "query");
/** What is compared to the letter: also the order in which things stand. */
const lettersOf = ({ document, editor }: DraftView) => ({ document: JSON.stringify(document), editor });

/** Presses a key so many times, as fast as a person who holds it down. */
async function press(page: Page, keys: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(keys);
}

/** Whether undo comes to be called so. Looked at with every frame: there are a hundred of them. */
const isCalled = (page: Page, says: RegExp) =>
  page
    .waitForFunction(
      ({ source }) =>
        [...document.querySelectorAll('button[aria-label^="Undo"]')].some((button) =>
          new RegExp(source).test(button.getAttribute("aria-label") ?? ""),
        ),
      { source: says.source },
      { timeout: 3_000 },
    )
    .then(
      () => true,
      () => false,
    );

/** Does all of it until there are a hundred edits; answers how often each was done, and what was done and was no edit. */
async function editAHundredTimes(table: Table) {
  const { page, hands, roll } = table;
  const done = new Map<string, number>();
  const missed: string[] = [];
  let edits = 0;
  const wanted: string[] = [];
  for (let tries = 0; edits < 100 && tries < 250; tries++) {
    if (wanted.length < 2) wanted.push(...shuffled(Object.keys(acts), roll));
    const name = wanted.shift() as string;
    const { says, act } = acts[name]!;
    // What undo is called already does not say that it was done once more: another goes first.
    if (says.test(await hands.undoes())) {
      wanted.splice(1, 0, name);
      continue;
    }
    await hands.still();
    // What is out of sight, or lies under something, may be reached with all of it in view.
    let isDone = await act(table);
    if (!isDone) {
      await page.keyboard.press("Escape");
      await hands.showAll();
      isDone = await act(table);
    }
    if (isDone && (await isCalled(page, says))) {
      edits++;
      done.set(name, (done.get(name) ?? 0) + 1);
    } else {
      // What cannot be done yet is tried again later.
      wanted.push(name);
      if (isDone) missed.push(name);
    }
    await page.keyboard.press("Escape");
  }
  return { done, missed };
}

// Alone: hundreds of acts, one after the other, are as many as a browser beside it leaves no time for.
test("a hundred mixed edits, undone and redone to the letter, also after a reload", {
  tag: "@alone",
}, async ({ house }) => {
  test.setTimeout(420_000);
  const page = await house.as("risk_manager", { permissions: ["clipboard-read", "clipboard-write"] });
  const { id } = await call<{ id: string }>(page, "workflows.create", { document: loans(`h_${Date.now()}`) });
  await page.goto(`/workflows/${id}/edit`);
  // What cannot be done in twenty seconds cannot be done.
  page.setDefaultTimeout(20_000);
  const hands = handsOn(page, "Loans");
  await hands.untilReady();
  const before = lettersOf(await readDraft(page, id));

  let words = 0;
  const table: Table = { page, hands, roll: dice(4_711), word: () => `Word ${++words}` };
  const { done, missed } = await editAHundredTimes(table);
  expect(missed, "was done and was no edit").toEqual([]);
  expect(
    Object.keys(acts).filter((name) => (done.get(name) ?? 0) < 2),
    "was done less than twice",
  ).toEqual([]);
  await hands.saved();
  const after = lettersOf(await readDraft(page, id));
  const { undo } = await readSteps(page, id);
  // One gesture is one step of undo; only a word that was saved while it was typed is two.
  expect(undo.length).toBeGreaterThanOrEqual(100);
  expect(undo.length).toBeLessThanOrEqual(100 + (done.get("another title") ?? 0));
  expect(after).not.toEqual(before);

  const undoButton = page.getByRole("button", { name: /^Undo(:|$)/ });
  const redoButton = page.getByRole("button", { name: /^Redo(:|$)/ });
  const all = undo.length;
  await press(page, "Control+z", all);
  await expect(undoButton).toBeDisabled();
  await hands.saved();
  expect(lettersOf(await readDraft(page, id))).toEqual(before);
  await press(page, "Control+Shift+z", all);
  await expect(redoButton).toBeDisabled();
  await hands.saved();
  expect(lettersOf(await readDraft(page, id))).toEqual(after);

  // Half of them, a reload, the other half; and all the way back.
  const half = Math.floor(all / 2);
  await press(page, "Control+z", half);
  await hands.saved();
  await page.reload();
  await hands.untilReady();
  await press(page, "Control+z", all - half);
  await expect(undoButton).toBeDisabled();
  await hands.saved();
  expect(lettersOf(await readDraft(page, id))).toEqual(before);
  await page.reload();
  await hands.untilReady();
  await press(page, "Control+Shift+z", all);
  await expect(redoButton).toBeDisabled();
  await hands.saved();
  expect(lettersOf(await readDraft(page, id))).toEqual(after);
});
