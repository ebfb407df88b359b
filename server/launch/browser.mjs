import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { ROOT, runToEnd } from "./processes.mjs";
import { step } from "./progress.mjs";

/** A Chromium to test with: an installed one, else one that can be had here. */

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome.exe",
  "microsoft-edge",
];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const APT_LIMIT_MS = 300_000;
const DOWNLOAD_LIMIT_MS = 240_000;

const canRun = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The one Playwright downloaded, if it did. */
function downloaded() {
  try {
    const { chromium } = createRequire(join(ROOT, "package.json"))("playwright-core");
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function installed() {
  const given = process.env["CHROME_PATH"];
  if (given) return canRun(given) ? given : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places];
  return paths.find(canRun) ?? downloaded();
}

const isDebian = () => {
  try {
    return /^(ID|ID_LIKE)=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
};

async function fromDebian() {
  if (process.getuid?.() !== 0 || !isDebian()) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, limitMs: APT_LIMIT_MS };
  await runToEnd("apt-get", ["update", "-q"], options);
  await runToEnd("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
}

/** @returns {Promise<string | undefined>} the path of a browser, or nothing when none can be had */
export async function findBrowser() {
  const present = installed();
  if (present) return present;
  return step("Getting a browser", async () => {
    await fromDebian().catch(() => {});
    const found = installed();
    if (found) return found;
    const cli = join(ROOT, "node_modules/playwright/cli.js");
    await runToEnd(process.execPath, [cli, "install", "chromium"], { limitMs: DOWNLOAD_LIMIT_MS }).catch(
      () => {},
    );
    return installed();
  }).catch(() => undefined);
}
