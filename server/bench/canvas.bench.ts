import { type Browser, chromium, type Page } from "playwright";
import { inTransaction } from "@/server/context";
import { findBrowser } from "@/server/launch/browser.mjs";
import { ensureBuilt } from "@/server/launch/build.mjs";
import { publishedWorkflow, sandboxConnections } from "@/server/testing/runs";
import { ask } from "@/server/testing/screens/call";
import { problemsOf } from "@/server/workflows/refuse-problems";
import { addMember } from "@/server/workspaces/add-member";
import {
  cardHtml,
  cardsDrawn,
  chooseCard,
  dragFps,
  keyTimes,
  openBuilder,
  viewOf,
  watchPage,
} from "./canvas-browser";
import { canvasDocument } from "./canvas-document";
import { servePlainPage } from "./canvas-plain";
import { figure, median, place } from "./place";
import { begin, endAll, told } from "./processes";

/**
 * The builder with 500 and 1,000 steps, in Chromium against the production server: how long it takes to open (see
 * `openBuilder` for what that means; the browser has been there before, so the scripts are in its cache), how many
 * frames a second it draws while a card is dragged, beside a page of React Flow alone that shows as many of the same
 * cards in turn with it, and how long a key takes in the panel of a chosen step.
 */

const OPENINGS = 5;
const DRAGS = 5;
const ZOOMS = 4;
const WORDS = "thequickbrownfoxjumpsoverthelazydogandrunsawayintothewoods";
/** Dragged: a step near the start, in view as soon as the drawing is there. */
const CARD = "welcome";

const GATEHOUSE_BUILD = await ensureBuilt();
const { ctx, close } = await place();
const plain = await servePlainPage();
let browser: Browser | undefined;

async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((at) => at.pathname !== "/sign-in");
}

/** A live workflow of so many steps that nothing can be said against. */
async function workflowOf(size: number): Promise<string> {
  const document = canvasDocument(size);
  const [problem] = await inTransaction(ctx, (tx, ctx) => problemsOf(tx, ctx, document));
  if (problem) throw new Error(`the document of ${size} steps has a problem: ${problem.message}`);
  return (await publishedWorkflow(ctx, document)).workflowId;
}

async function typed(page: Page, name: string): Promise<number[]> {
  const field = page.getByRole("textbox", { name, exact: true });
  await field.click();
  await page.keyboard.press("End");
  const before = await field.inputValue();
  const times = await keyTimes(page, WORDS);
  const after = await field.inputValue();
  if (after !== before + WORDS) throw new Error(`“${name}” says “${after}” after “${WORDS}” was typed`);
  return times;
}

try {
  await sandboxConnections(ctx);
  const email = "builder@example.com";
  const { password } = await addMember(ctx, { email, name: "Builder", role: "risk_manager" });
  const small = await workflowOf(500);
  const large = await workflowOf(1000);
  const web = begin("../main.ts", {
    ...{ NODE_ENV: "production", GATEHOUSE_BUILD, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "info" },
  });
  const url = `http://127.0.0.1:${(await told<{ listening: number }>(web)).listening}`;
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error("no browser could be found: install Chromium, or set CHROME_PATH");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await watchPage(page);
  await signIn(page, url, email, password ?? "");

  const opened = { small: [] as number[], large: [] as number[] };
  for (let i = 0; i <= OPENINGS; i++) {
    const times = {
      small: await openBuilder(page, `${url}/workflows/${small}/edit`),
      large: await openBuilder(page, `${url}/workflows/${large}/edit`),
    };
    // The first visit fetches the scripts.
    if (i === 0) continue;
    opened.small.push(times.small);
    opened.large.push(times.large);
  }
  figure("canvas_500_open_ms", median(opened.small), "ms");
  figure("canvas_1000_open_ms", median(opened.large), "ms");

  // Far enough away to see the shape of it: some fifty cards.
  for (let i = 0; i < ZOOMS; i++) {
    await page.getByRole("button", { name: "Zoom out", exact: true }).click();
    await page.waitForTimeout(200);
  }
  // Chosen before it is dragged: the panel of its settings then stands beside the drawing from the beginning.
  await chooseCard(page, CARD);
  await page.getByRole("textbox", { name: "Title of the step" }).waitFor();
  const { width, height, ...view } = await viewOf(page);
  const other = await context.newPage();
  await watchPage(other);
  await other.setViewportSize({ width, height });
  await other.goto(plain.url);
  await other.evaluate(
    ([document, view]) => (globalThis as unknown as { show(...given: unknown[]): void }).show(document, view),
    [(await ask(page, "workflows.draft", { workflowId: large })).document, view] as const,
  );
  await chooseCard(other, CARD);
  for (const read of [cardHtml, cardsDrawn]) {
    const [ours, theirs] = [await read(page, CARD), await read(other, CARD)];
    if (ours !== theirs) throw new Error(`the pages do not show the same: ${ours}\n\n${theirs}`);
  }
  const fps: { ours: number; theirs: number }[] = [];
  for (let i = 0; i <= DRAGS; i++) {
    const round = { theirs: await dragFps(other, CARD), ours: await dragFps(page, CARD) };
    if (i > 0) fps.push(round);
  }
  const ours = median(fps.map((round) => round.ours));
  const theirs = median(fps.map((round) => round.theirs));
  figure("canvas_1000_fps", ours, "frames/s", 1);
  figure("canvas_plain_1000_fps", theirs, "frames/s", 1);
  figure("canvas_1000_fps_vs_plain", ours / theirs, "ratio", 2);
  await other.close();

  await page.bringToFront();
  const keys = [...(await typed(page, "Title of the step")), ...(await typed(page, "Subject"))].sort(
    (a, b) => a - b,
  );
  figure("panel_key_p50_ms", keys[Math.floor(keys.length * 0.5)] ?? 0, "ms", 1);
  figure("panel_key_p95_ms", keys[Math.floor(keys.length * 0.95)] ?? 0, "ms", 1);
} finally {
  await browser?.close();
  await plain.close();
  await endAll();
  await close();
}
