import type { Page } from "playwright";

export type Steps = (page: Page) => Promise<void>;

export const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

/** Follows the first link of the page that leads there; with words, the first whose row says them. */
export const follow =
  (path: RegExp, words?: string): Steps =>
  async (page) => {
    const links = visible(page, "main a");
    await links.first().waitFor();
    const hrefs = await links.evaluateAll(
      (all, words) =>
        all
          .filter((one) => !words || (one.closest("tr, li, article") ?? one).textContent?.includes(words))
          .map((one) => one.getAttribute("href") ?? ""),
      words,
    );
    const first = hrefs.find((href) => path.test(href));
    if (!first) throw new Error(`nothing on ${page.url()} leads to ${path}`);
    await page.goto(first);
  };

export const press =
  (key: string): Steps =>
  (page) =>
    page.keyboard.press(key);

export const click =
  (name: string | RegExp, role: "button" | "tab" | "row" | "menuitem" = "button"): Steps =>
  async (page) => {
    await page.getByRole(role, { name }).filter({ visible: true }).first().click();
  };

export const inTurn =
  (...all: Steps[]): Steps =>
  async (page) => {
    for (const one of all) {
      await one(page);
      await page.waitForLoadState("networkidle");
    }
  };

/** Puts the address's search in place of the one it has. */
export const withSearch =
  (search: string): Steps =>
  async (page) => {
    await page.goto(`${new URL(page.url()).pathname}?${search}`);
  };
/** A page below the workflow's own. */
export const below =
  (path: string): Steps =>
  async (page) => {
    await page.goto(`${new URL(page.url()).pathname}/${path}`);
  };
