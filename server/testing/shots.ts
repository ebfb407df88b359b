import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { type Screen, screens } from "./screens";

/** Takes every picture of `screens.ts` in both widths and both themes. Started by `npm run shots`. */

const FOLDER = ".shots";
const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const themes = ["light", "dark"] as const;

const baseURL = process.env["GATEHOUSE_URL"] ?? "http://127.0.0.1:3000";
const accounts = JSON.parse(readFileSync(process.env["DEMO_ACCOUNTS_FILE"] ?? "", "utf8")) as {
  role: string;
  email: string;
  password: string;
}[];

async function signIn(page: Page, role: string): Promise<void> {
  const account = accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has nobody with the role ${role}`);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** A page is still when its fonts are there, nothing says that it is busy, and two frames passed. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached", timeout: 10_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(400);
}

async function take(context: BrowserContext, screen: Screen, label: string): Promise<void> {
  const page = await context.newPage();
  try {
    const answer = await page.goto(screen.path);
    if (screen.name !== "not-found" && answer && answer.status() >= 500)
      throw new Error(`${screen.path} answered ${answer.status()}`);
    if (answer?.status() === 404 && !["not-found", "applicant"].includes(screen.name))
      throw new Error(`there is no ${screen.path}`);
    await settle(page);
    await screen.steps?.(page);
    await settle(page);
    await page.screenshot({ path: join(FOLDER, `${label}.png`), fullPage: true, animations: "disabled" });
  } finally {
    await page.close();
  }
}

async function everyPicture(browser: Browser, chosen: readonly Screen[]): Promise<string[]> {
  const cookies = new Map<string, Awaited<ReturnType<BrowserContext["cookies"]>>>();
  const failures: string[] = [];
  for (const viewport of widths) {
    for (const theme of themes) {
      for (const role of new Set(chosen.map((screen) => screen.as))) {
        const isPhone = viewport.width < 500;
        const context = await browser.newContext({
          baseURL,
          viewport,
          colorScheme: theme,
          reducedMotion: "reduce",
          deviceScaleFactor: isPhone ? 2 : 1,
          hasTouch: isPhone,
          isMobile: isPhone,
          locale: "en-GB",
          timezoneId: "Europe/Berlin",
        });
        if (role !== "nobody") {
          const known = cookies.get(role);
          if (known) await context.addCookies(known);
          else {
            const page = await context.newPage();
            await signIn(page, role);
            await page.close();
            cookies.set(role, await context.cookies());
          }
        }
        for (const screen of chosen.filter((one) => one.as === role)) {
          const label = `${screen.name}--${screen.state}--${viewport.width}--${theme}`;
          await take(context, screen, label).catch((error: Error) => {
            failures.push(`${label}: ${error.message.split("\n")[0]}`);
          });
        }
        await context.close();
      }
    }
  }
  return failures;
}

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
console.log(`${wanted - failures.length} of ${wanted} pictures in ${FOLDER}/`);
for (const failure of failures) console.log(`  ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
