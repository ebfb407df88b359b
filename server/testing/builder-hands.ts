import { expect, type Locator, type Page } from "@playwright/test";

/** Hands at the builder: what a person does on the canvas with a mouse, where it can really be done. */

export interface Point {
  x: number;
  y: number;
}

/** Parts of the drawing, by what they are called in the document. */
export const part = {
  node: (id: string) => `.react-flow__node[data-id="${id}"]`,
  outlet: (id: string, outlet: string) =>
    `.react-flow__handle.source[data-nodeid="${id}"][data-handleid="${outlet}"]`,
  entry: (id: string) => `.react-flow__handle.target[data-nodeid="${id}"]`,
  way: (id: string, outlet: string) => `.react-flow__edge[data-id="${id}:${outlet}"]`,
};

/** Two frames: what was just done has been drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Until the drawing stands: what was just made glides into view, and so does all of it. */
const still = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        const look = (before: string | undefined, same: number) => {
          const now = document.querySelector<HTMLElement>(".react-flow__viewport")?.style.transform;
          if (same === 4) done();
          else requestAnimationFrame(() => look(now, now === before ? same + 1 : 0));
        };
        look(undefined, 0);
      }),
  );

export interface Hands {
  canvas: Locator;
  /** Waits until the draft is there and is this window's to change. */
  untilReady(): Promise<void>;
  /** Ids of the drawn steps, notes left out. */
  steps(): Promise<string[]>;
  notes(): Promise<string[]>;
  /** Waits until nothing glides any more. */
  still(): Promise<void>;
  /** Brings all of the drawing into view. */
  showAll(): Promise<void>;
  /** Where a part can be pressed: no other lies over it there. Without such a place, nothing. */
  spot(selector: string): Promise<Point | undefined>;
  /** Where a way can be pressed. */
  waySpot(id: string, outlet: string): Promise<Point | undefined>;
  /** Chooses a step by a click on its card. */
  choose(id: string, keys?: "Shift"): Promise<boolean>;
  drag(from: Point, to: Point): Promise<void>;
  /** What undo would take, in the words of its button. */
  undoes(): Promise<string>;
  saved(): Promise<void>;
}

/** `title`: what the workflow is called, and so its canvas. */
export function handsOn(page: Page, title: string): Hands {
  const canvas = page.getByRole("region", { name: title, exact: true });
  const ids = (wanted: "note" | "card") =>
    page.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>(`.react-flow__node-${wanted}`)].map(
          (node) => node.dataset["id"] ?? "",
        ),
      wanted,
    );
  const spot = (selector: string) =>
    page.evaluate((selector) => {
      const part = document.querySelector(selector);
      const box = part?.getBoundingClientRect();
      if (!part || !box) return undefined;
      const others = ".react-flow__handle, textarea, button, a";
      const inside = part.matches(others) ? "" : others;
      for (const dy of [0.5, 0.3, 0.15, 0.7, 0.9, 0.04])
        for (const dx of [0.5, 0.3, 0.7, 0.15, 0.85, 0.04]) {
          const at = { x: box.left + box.width * dx, y: box.top + box.height * dy };
          const hit = document.elementFromPoint(at.x, at.y);
          if (hit && part.contains(hit) && !(inside && hit.closest(inside))) return at;
        }
      return undefined;
    }, selector);
  const waySpot = (id: string, outlet: string) =>
    page.evaluate(
      (selector) => {
        const way = document.querySelector(selector);
        const path = way?.querySelector<SVGPathElement>(".react-flow__edge-path");
        const to = path?.getScreenCTM();
        if (!way || !path || !to) return undefined;
        // Beside its middle first: there a step can be put in, as soon as the mouse is over it.
        for (const share of [0.2, 0.8, 0.15, 0.85, 0.25, 0.75, 0.4, 0.6, 0.5]) {
          const { x, y } = path.getPointAtLength(path.getTotalLength() * share).matrixTransform(to);
          const hit = document.elementFromPoint(x, y);
          if (hit && way.contains(hit)) return { x, y };
        }
        return undefined;
      },
      part.way(id, outlet),
    );

  return {
    canvas,
    async untilReady() {
      await expect(canvas).toBeVisible();
      await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
      await expect(page.locator(".react-flow__node-card").first()).toBeVisible();
    },
    steps: () => ids("card"),
    notes: () => ids("note"),
    still: () => still(page),
    async showAll() {
      await page.getByRole("button", { name: "Show everything", exact: true }).click();
      await still(page);
    },
    spot,
    waySpot,
    async choose(id, keys) {
      const at = await spot(part.node(id));
      if (!at) return false;
      if (keys) await page.keyboard.down(keys);
      await page.mouse.click(at.x, at.y);
      if (keys) await page.keyboard.up(keys);
      await drawn(page);
      return true;
    },
    async drag(from, to) {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 6, from.y + 6);
      await page.mouse.move(to.x, to.y, { steps: 6 });
      await drawn(page);
      await page.mouse.up();
      await drawn(page);
    },
    undoes: async () =>
      (await page.getByRole("button", { name: /^Undo(:|$)/ }).getAttribute("aria-label")) ?? "",
    async saved() {
      await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    },
  };
}
