import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright";

/** What is measured inside a page, with the mouse and the keys of a real browser. */

interface Watch {
  /** Ends of tasks of more than 50 ms, as times of the page. */
  longTasks: number[];
  /** When frames were begun, while they are counted. */
  frames: number[];
  isCounting: boolean;
  /** From each key to the frame that was painted after it. */
  keys: number[];
}
declare global {
  var watch_: Watch;
}

/** Runs before the page's own scripts: the page's clock begins with the navigation. */
export const watchPage = (page: Page) =>
  page.addInitScript(() => {
    globalThis.watch_ = { longTasks: [], frames: [], isCounting: false, keys: [] };
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        globalThis.watch_.longTasks.push(startTime + duration);
    }).observe({ type: "longtask", buffered: true });
    addEventListener(
      "keydown",
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // What is posted from a frame arrives when that frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => globalThis.watch_.keys.push(performance.now() - timeStamp);
          port2.postMessage(null);
        }),
      true,
    );
  });

/** No task longer than 50 ms for that long: whoever clicks now is answered. */
const QUIET_MS = 500;

/**
 * Milliseconds from the navigation until the page can be used: the first cards and the ways between them are painted,
 * what can be added stands beside them (this window has got the draft), and the last long task before half a second
 * without one is over. A quiet half second itself is not counted.
 */
export async function openBuilder(page: Page, url: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(url, { waitUntil: "commit" });
  return page.evaluate(
    (quietMs) =>
      new Promise<number>((done) => {
        const isThere = () =>
          [...document.querySelectorAll<HTMLElement>(".react-flow__node")].filter(
            (node) => node.style.visibility !== "hidden",
          ).length > 3 &&
          document.querySelector(".react-flow__edge path") !== null &&
          document.querySelector('[data-tour="palette"]') !== null;
        const settle = (drawn: number) => {
          const last = Math.max(drawn, ...globalThis.watch_.longTasks);
          if (performance.now() - last < quietMs) setTimeout(settle, 50, drawn);
          else done(last);
        };
        const look = () => {
          if (!isThere()) return requestAnimationFrame(look);
          return requestAnimationFrame(() => setTimeout(() => settle(performance.now())));
        };
        look();
      }),
    QUIET_MS,
  );
}

const cardOf = (page: Page, node: string) => page.locator(`.react-flow__node[data-id="${node}"]`);

/** As by a click. In the builder its settings open beside the drawing. */
export async function chooseCard(page: Page, node: string): Promise<void> {
  await page.bringToFront();
  await cardOf(page, node).click({ position: { x: 30, y: 8 } });
  await page.locator(`.react-flow__node[data-id="${node}"].selected`).waitFor();
}

/** A card's own DOM; the names that a bundler gives to classes are its own. */
export const cardHtml = (page: Page, node: string): Promise<string> =>
  cardOf(page, node).evaluate((card) => card.innerHTML.replaceAll(/ class="[^"]*"/g, ""));

export const cardsDrawn = (page: Page): Promise<number> => page.locator(".react-flow__node").count();

/** Where the drawing stands in its frame, and how large the frame is. */
export const viewOf = (page: Page) =>
  page.locator(".react-flow__viewport").evaluate((viewport) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(viewport).transform);
    const { width, height } = viewport.closest(".react-flow")?.getBoundingClientRect() ?? new DOMRect();
    return { x: e, y: f, zoom: a, width: Math.round(width), height: Math.round(height) };
  });

/** A page that drew frames and left the card where it was has not been measured. */
async function follows(page: Page, node: string, to: { x: number; y: number }): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const box = await cardOf(page, node).boundingBox();
    if (box && Math.hypot(box.x + box.width / 2 - to.x, box.y - to.y) < 200) return;
    await pause(100);
  }
  throw new Error("the card did not follow the mouse");
}

/** Rounds of the mouse across the drawing: far from its edges, where it would begin to scroll. */
const TURNS = 3;
const MOVES_PER_TURN = 90;
const REACH = 0.32;
const MOVE_EVERY_MS = 8;

/** Frames per second while a card is dragged around the drawing and back to where it stood. */
export async function dragFps(page: Page, node: string): Promise<number> {
  await page.bringToFront();
  const card = cardOf(page, node);
  const box = await card.boundingBox();
  const frame = await page.locator(".react-flow").boundingBox();
  if (!box || !frame) throw new Error(`there is no card “${node}” to drag`);
  const from = { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 24) };
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(middle.x, middle.y, { steps: 10 });
  await page.evaluate(() => {
    const watch = globalThis.watch_;
    Object.assign(watch, { frames: [], isCounting: true });
    const count = (now: number) => {
      watch.frames.push(now);
      if (watch.isCounting) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const count = TURNS * MOVES_PER_TURN;
  for (let i = 0; i < count; i++) {
    const angle = (i / MOVES_PER_TURN) * 2 * Math.PI;
    const due = performance.now() + MOVE_EVERY_MS;
    await page.mouse.move(
      middle.x + Math.sin(angle) * frame.width * REACH,
      middle.y + Math.sin(2 * angle) * frame.height * REACH,
    );
    // A mouse reports a hundred times a second; a page that answers later is not asked again before.
    const left = due - performance.now();
    if (left > 0) await pause(left);
  }
  const frames = await page.evaluate(() => {
    globalThis.watch_.isCounting = false;
    return globalThis.watch_.frames;
  });
  await follows(page, node, middle);
  await page.mouse.move(from.x, from.y, { steps: 10 });
  await page.mouse.up();
  const [first = 0] = frames;
  return ((frames.length - 1) * 1000) / ((frames.at(-1) ?? 0) - first);
}

/** As a quick typist: a key is due whether or not the page has answered the one before. */
const KEY_EVERY_MS = 90;

/** Milliseconds of each key, from the press to the frame that was painted after it. */
export async function keyTimes(page: Page, keys: string): Promise<number[]> {
  await page.evaluate(() => {
    globalThis.watch_.keys = [];
  });
  const pressed: Promise<void>[] = [];
  const from = performance.now();
  for (const [i, key] of [...keys].entries()) {
    const left = from + i * KEY_EVERY_MS - performance.now();
    if (left > 0) await pause(left);
    pressed.push(page.keyboard.press(key));
  }
  await Promise.all(pressed);
  await page.waitForFunction((count) => globalThis.watch_.keys.length >= count, keys.length);
  return page.evaluate(() => globalThis.watch_.keys);
}
