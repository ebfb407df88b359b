import { bringUp } from "./bring-up.mjs";
import { ensureRuntime, typescript } from "./install.mjs";
import { inForeground } from "./processes.mjs";
import { say } from "./progress.mjs";
import { handOver, stopEverything, stopOnSignals } from "./stopping.mjs";

/** `node server/launch/run.mjs file.ts …`: a command on the database that `npm start` uses, started if it is not. */

const [file, ...args] = process.argv.slice(2);

stopOnSignals(() => process.exit(1));
try {
  await ensureRuntime({ dev: false });
  const ground = await bringUp({ role: `command-${process.pid}` });
  if (!file) say("The database has this version's tables.");
  handOver();
  const code = file
    ? await inForeground(process.execPath, ["--import", typescript, file, ...args], {
        env: { ...ground.ownerEnvironment, NODE_ENV: "production" },
      })
    : 0;
  await stopEverything(code);
} catch (error) {
  if (error instanceof Error && error.name !== "LaunchError") process.stderr.write(`${error.stack}\n`);
  else process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  await stopEverything(1);
}
