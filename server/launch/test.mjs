import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { runChecks } from "./check.mjs";
import { ensureRuntime } from "./install.mjs";
import { inForeground, ROOT } from "./processes.mjs";
import { say } from "./progress.mjs";
import { startTrial } from "./trial.mjs";

/**
 * `npm test`: check, vitest, then Playwright against a production build started by the real launcher. What cannot run
 * is a failure, never a silence. `npm run e2e` runs the browser part alone; words behind it go to Playwright.
 */

const onlyBrowser = process.argv[2] === "e2e";
const words = process.argv.slice(onlyBrowser ? 3 : 2);
const FOLDER = join(ROOT, ".test");
const NO_BROWSER =
  "No browser could be found or fetched, so no page was tested: install Chromium, or set CHROME_PATH.";

const total = { passed: 0, failed: 0 };
const count = ({ passed, failed }) => {
  total.passed += passed;
  total.failed += failed;
};

const readReport = (name) => {
  const path = join(FOLDER, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
};

/** A runner that failed without naming a test counts as one failure. */
const honest = (code, passed, failed) => ({ passed, failed: code !== 0 && failed === 0 ? 1 : failed });

async function runVitest() {
  const report = "vitest.json";
  rmSync(join(FOLDER, report), { force: true });
  const code = await inForeground(process.execPath, [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    "run",
    "--config",
    "server/testing/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(FOLDER, report)}`,
  ]);
  const result = readReport(report);
  const unread = (result?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return honest(code, result?.numPassedTests ?? 0, (result?.numFailedTests ?? 0) + unread);
}

async function runPlaywright() {
  const browser = await findBrowser();
  if (!browser) {
    process.stderr.write(`${NO_BROWSER}\n`);
    return { passed: 0, failed: 1 };
  }
  const trial = await startTrial();
  try {
    const report = "playwright.json";
    rmSync(join(FOLDER, report), { force: true });
    const code = await inForeground(
      process.execPath,
      [
        join(ROOT, "node_modules/@playwright/test/cli.js"),
        "test",
        ...(words.length > 0 ? ["--no-deps", ...words] : []),
      ],
      {
        env: {
          ...process.env,
          CHROME_PATH: browser,
          GATEHOUSE_URL: trial.url,
          DEMO_ACCOUNTS_FILE: trial.accountsFile,
          PLAYWRIGHT_JSON_OUTPUT_NAME: join(FOLDER, report),
        },
      },
    );
    const stats = readReport(report)?.stats;
    // A test that needed a second try is not a test that passed.
    return honest(code, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
  } finally {
    await trial.stop();
  }
}

async function main() {
  await ensureRuntime({ dev: true });
  mkdirSync(FOLDER, { recursive: true });
  if (!onlyBrowser) {
    const { passed, failed } = await runChecks();
    count({ passed, failed: failed.length });
  }
  // The crash tests and the stories start whole launchers: better to build once, where it can be seen.
  await ensureBuilt();
  if (!onlyBrowser) count(await runVitest());
  count(await runPlaywright());
}

try {
  await main();
} catch (error) {
  const known = error instanceof Error && error.name === "LaunchError";
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  total.failed += 1;
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
