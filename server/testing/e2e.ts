import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, expect, type Page, test as plain } from "@playwright/test";
import type { Role } from "@/db/enums/enums";
import { tell } from "./screens/call";

/** What the stories share: people who are signed in, phones, and two things no page may do. */

interface Account {
  role: Role;
  name: string;
  email: string;
  password: string;
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

export interface House {
  /** The demo's person of that role, with the password the seed gave them. */
  account(role: Role): Account;
  /** A page of a browser of its own in which that person is signed in. */
  as(role: Role, options?: BrowserContextOptions): Promise<Page>;
  /** A page on a phone, of nobody. */
  phone(options?: BrowserContextOptions): Promise<Page>;
  /** A page of another browser, of nobody. */
  stranger(options?: BrowserContextOptions): Promise<Page>;
}

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

function accounts(): Account[] {
  const file = process.env["DEMO_ACCOUNTS_FILE"];
  if (!file) throw new Error("DEMO_ACCOUNTS_FILE is not set: run the stories with `npm run e2e`.");
  return JSON.parse(readFileSync(file, "utf8")) as Account[];
}

function accountOf(role: Role): Account {
  const found = accounts().find((account) => account.role === role);
  if (!found) throw new Error(`the demo has nobody with the role ${role}`);
  return found;
}

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, account: Pick<Account, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Notes errors of scripts and violations of the Content-Security-Policy, which no page may cause. */
function watch(page: Page, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(`${new URL(page.url()).pathname}: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to (load|execute|apply|connect|frame)/.test(message.text()))
      faults.push(`${new URL(page.url()).pathname}: ${message.text()}`);
  });
}

/** Sessions of this test process: one sign-in per person, not per story. */
const signedIn = new Map<Role, Promise<Cookies>>();

async function open(browser: Browser, faults: string[], options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  context.on("page", (page) => watch(page, faults));
  return context.newPage();
}

export const test = plain.extend<{ house: House; faults: string[] }>({
  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from its pattern.
    async ({}, use) => {
      const faults: string[] = [];
      await use(faults);
      expect(faults, "script errors and policy violations").toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page, faults }, use) => {
    watch(page, faults);
    await use(page);
  },
  house: async ({ browser, faults, baseURL }, use) => {
    const opened: Page[] = [];
    const fresh = async (options: BrowserContextOptions = {}) => {
      const page = await open(browser, faults, { ...(baseURL ? { baseURL } : {}), ...options });
      opened.push(page);
      return page;
    };
    await use({
      account: accountOf,
      stranger: fresh,
      phone: (options) => fresh({ ...phone, ...options }),
      async as(role, options) {
        const page = await fresh(options);
        const known = signedIn.get(role);
        if (known) await page.context().addCookies(await known);
        else {
          const first = signIn(page, accountOf(role)).then(() => page.context().cookies());
          signedIn.set(role, first);
          await first;
        }
        return page;
      },
    });
    for (const page of opened) await page.context().close();
  },
});

/** Calls a procedure in the name of the member signed in on the page. */
export async function call<T>(page: Page, procedure: string, input: object): Promise<T> {
  if (!page.url().startsWith("http")) await page.goto("/home");
  return (await tell(page, procedure, input)) as T;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with the rule, the element and the reason of everything axe finds under WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  // A menu that fades away after a choice, or a tooltip that is just gone, is no part of the page that is looked at.
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.mouse.move(0, 0);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return result.violations.flatMap((violation) =>
      violation.nodes.map(
        (node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`,
      ),
    );
  });
  expect(violations).toEqual([]);
}

export { expect };
