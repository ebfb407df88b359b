import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import type { Role } from "@/db/enums/enums";
import { screens } from "./screens";
import type { Screen } from "./screens/screen";
import { enterAs } from "./seen-applicants";

/** Takes every picture of `screens.ts` in both widths and both themes. Started by `npm run shots`. */

const FOLDER = ".shots";
const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const themes = ["light", "dark"] as const;
/** Pages at work at once: one waits while another is drawn. */
const AT_ONCE = 3;

const baseURL = process.env["GATEHOUSE_URL"] ?? "http://127.0.0.1:3000";
const accounts = JSON.parse(readFileSync(process.env["DEMO_ACCOUNTS_FILE"] ?? "", "utf8")) as {
  role: Role;
  email: string;
  password: string;
}[];

/** What a browser needs to be somebody, and where their pages are. */
interface Visitor {
  cookies: Awaited<ReturnType<BrowserContext["cookies"]>>;
  home: string;
}

const nameOf = ({ as }: Screen) => (typeof as === "string" ? as : as.party);

async function signIn(browser: Browser, role: Role): Promise<Visitor> {
  const account = accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has nobody with the role ${role}`);
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  const cookies = await context.cookies();
  await context.close();
  return { cookies, home: "" };
}

async function inviting<T>(browser: Browser, admin: Visitor, work: (staff: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ baseURL });
  await context.addCookies(admin.cookies);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Everybody who looks at one of the screens, signed in once. */
async function everyVisitor(browser: Browser, chosen: readonly Screen[]): Promise<Map<string, Visitor>> {
  const visitors = new Map<string, Visitor>([["nobody", { cookies: [], home: "" }]]);
  for (const { as } of chosen)
    if (typeof as === "string" && as !== "nobody" && !visitors.has(as))
      visitors.set(as, await signIn(browser, as));
  const parties = new Set(chosen.flatMap(({ as }) => (typeof as === "string" ? [] : [as.party])));
  if (parties.size === 0) return visitors;
  const admin = visitors.get("admin") ?? (await signIn(browser, "admin"));
  for (const party of parties)
    visitors.set(party, await inviting(browser, admin, (staff) => enterAs(browser, staff, party, baseURL)));
  return visitors;
}

/** A page is still when its fonts are there, nothing says that it is busy, and nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached", timeout: 10_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(300);
}

/** Goes to the screen once and takes it in both themes: pages follow what the system wishes. */
async function take(context: BrowserContext, screen: Screen, { home }: Visitor, label: string) {
  const page = await context.newPage();
  try {
    const answer = await page.goto(`${home}${screen.path}`);
    const status = answer?.status() ?? 0;
    const isExpected = screen.status
      ? status === screen.status
      : status < 400 || screen.path.startsWith("/c/");
    if (!isExpected) throw new Error(`${home}${screen.path} answered ${status}`);
    await settle(page);
    await screen.steps?.(page);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await settle(page);
      const path = join(FOLDER, `${label}--${theme}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled", timeout: 90_000 });
    }
  } finally {
    await page.close();
  }
}

async function everyPicture(browser: Browser, chosen: readonly Screen[]): Promise<string[]> {
  const visitors = await everyVisitor(browser, chosen);
  const failures: string[] = [];
  const wanted = widths.flatMap((viewport) => chosen.map((screen) => ({ viewport, screen })));
  const one = async () => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      const { viewport, screen } = next;
      const isPhone = viewport.width < 500;
      const visitor = visitors.get(nameOf(screen));
      const label = `${screen.name}--${screen.state}--${viewport.width}`;
      const context = await browser.newContext({
        baseURL,
        viewport,
        reducedMotion: "reduce",
        deviceScaleFactor: isPhone ? 2 : 1,
        hasTouch: isPhone,
        isMobile: isPhone,
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
      });
      context.setDefaultTimeout(20_000);
      if (visitor) await context.addCookies(visitor.cookies);
      await take(context, screen, visitor ?? { cookies: [], home: "" }, label).catch((error: Error) => {
        failures.push(`${label}: ${error.message.split("\n")[0]}`);
      });
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return failures;
}

const from = performance.now();
const names = process.argv.slice(2);
const chosen = names.length > 0 ? screens.filter((screen) => names.includes(screen.name)) : screens;
if (chosen.length === 0) {
  console.log(`No such screen. There are: ${[...new Set(screens.map((screen) => screen.name))].join(", ")}.`);
  process.exit(1);
}
if (names.length === 0) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({
  ...(process.env["CHROME_PATH"] ? { executablePath: process.env["CHROME_PATH"] } : {}),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
});
const failures = await everyPicture(browser, chosen);
await browser.close();
const wanted = chosen.length * widths.length * themes.length;
const taken = wanted - failures.length * themes.length;
console.log(
  `${taken} of ${wanted} pictures in ${FOLDER}/, ${Math.round((performance.now() - from) / 1000)} s`,
);
for (const failure of failures) console.log(`  ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
