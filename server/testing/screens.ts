import type { Page } from "playwright";
import type { Role } from "@/db/enums/enums";

/** One picture to take: who looks, at which address, and what they do there first. */
export interface Screen {
  name: string;
  /** Distinguishes pictures of one screen: `filled`, `empty`, `filtered`, `open`. */
  state: string;
  as: Role | "nobody";
  path: string;
  /** Steps from the address to the picture, such as opening the first row. */
  steps?: (page: Page) => Promise<void>;
}

const openFirst = (path: RegExp) => async (page: Page) => {
  const link = page.locator("main a").filter({ visible: true });
  const hrefs = await link.evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
  const first = hrefs.find((href) => path.test(href));
  if (!first) throw new Error(`nothing on ${page.url()} leads to ${path}`);
  await page.goto(first);
};

const press = (key: string) => (page: Page) => page.keyboard.press(key);

/** Every screen × state. A new screen is a line here. */
export const screens: readonly Screen[] = [
  { name: "sign-in", state: "empty", as: "nobody", path: "/sign-in" },
  {
    name: "sign-in",
    state: "refused",
    as: "nobody",
    path: "/sign-in",
    steps: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  { name: "not-found", state: "nobody", as: "nobody", path: "/nothing-here" },
  { name: "applicant", state: "wrong-link", as: "nobody", path: "/c/not-a-link" },
  { name: "home", state: "filled", as: "analyst", path: "/home" },
  { name: "palette", state: "open", as: "analyst", path: "/home", steps: press("Control+k") },
  { name: "cases", state: "filled", as: "analyst", path: "/cases" },
  { name: "case", state: "open", as: "analyst", path: "/cases", steps: openFirst(/^\/cases\/[^/?]+$/) },
  { name: "parties", state: "filled", as: "analyst", path: "/parties" },
  { name: "party", state: "open", as: "analyst", path: "/parties", steps: openFirst(/^\/parties\/[^/?]+$/) },
  { name: "workflows", state: "filled", as: "risk_manager", path: "/workflows" },
  {
    name: "workflow",
    state: "open",
    as: "risk_manager",
    path: "/workflows",
    steps: openFirst(/^\/workflows\/[^/?]+$/),
  },
  { name: "mailbox", state: "filled", as: "analyst", path: "/mailbox" },
  { name: "audit", state: "filled", as: "auditor", path: "/audit" },
  { name: "settings", state: "workspace", as: "admin", path: "/settings" },
  { name: "settings-members", state: "filled", as: "admin", path: "/settings/members" },
  { name: "settings-api-keys", state: "filled", as: "admin", path: "/settings/api-keys" },
];
