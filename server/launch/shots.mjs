import { findBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { ensureRuntime, typescript } from "./install.mjs";
import { inForeground, launchError, leave } from "./processes.mjs";
import { startTrial } from "./trial.mjs";

/** `npm run shots`: every screen as a picture in `.shots/`, from the seeded demo. Words behind it choose screens. */
async function main() {
  await ensureRuntime({ dev: true });
  const browser = await findBrowser();
  if (!browser)
    throw launchError("No browser could be found or fetched.", "Install Chromium, or set CHROME_PATH.");
  await ensureBuilt();
  const trial = await startTrial();
  let code = 1;
  try {
    code = await inForeground(
      process.execPath,
      ["--import", typescript, "server/testing/shots.ts", ...process.argv.slice(2)],
      {
        env: {
          ...process.env,
          CHROME_PATH: browser,
          GATEHOUSE_URL: trial.url,
          DEMO_ACCOUNTS_FILE: trial.accountsFile,
        },
      },
    );
  } finally {
    await trial.stop();
  }
  process.exit(code);
}

main().catch(leave);
