import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { launchError, ROOT, runToEnd } from "./processes.mjs";
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
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

const download = () =>
  runToEnd(process.execPath, [join(ROOT, "node_modules/playwright/cli.js"), "install", "chromium"], {
    limitMs: DOWNLOAD_LIMIT_MS,
  });

/** What a search depends on besides PATH and CHROME_PATH. */
const thisMachine = {
  isRoot: process.getuid?.() === 0,
  release: "/etc/os-release",
  places,
  downloaded,
  download,
};

/** @param {typeof thisMachine} machine */
function installed(machine) {
  const given = process.env["CHROME_PATH"];
  if (given) {
    if (canRun(given)) return given;
    throw launchError(`CHROME_PATH names ${given}, which cannot be run.`, "Mend it, or leave it out.");
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...machine.places];
  const fetched = machine.downloaded();
  return [...paths, ...(fetched ? [fetched] : [])].find(canRun);
}

const isDebian = (release) => {
  try {
    return /^(ID|ID_LIKE)=.*debian/m.test(readFileSync(release, "utf8"));
  } catch {
    return false;
  }
};

/** @param {typeof thisMachine} machine */
async function fromDebian({ isRoot, release }) {
  if (!isRoot || !isDebian(release)) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, limitMs: APT_LIMIT_MS };
  await runToEnd("apt-get", ["update", "-q"], options);
  await runToEnd("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
}

/**
 * The browser that is there; else Debian's, when we may install; else the one Playwright downloads.
 * @returns {Promise<string | undefined>} its path, or nothing when none can be had
 */
export async function findBrowser(machine = thisMachine) {
  const present = installed(machine);
  if (present) return present;
  return step("Getting a browser", async () => {
    await fromDebian(machine).catch(() => {});
    const found = installed(machine);
    if (found) return found;
    await machine.download().catch(() => {});
    return installed(machine);
  });
}
