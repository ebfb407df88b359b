import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const begun = new Set<ChildProcess>();

/** A process of the bench, ended with it. What ours import needs the loader this process was started with. */
export function begin(file: string, env: Record<string, string> = {}): ChildProcess {
  const child = fork(join(here, file), [], {
    execArgv: file.endsWith(".ts") ? process.execArgv : [],
    cwd: join(here, "../.."),
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  begun.add(child);
  child.once("exit", () => begun.delete(child));
  return child;
}

/** The next thing it tells. */
export const told = <T>(child: ChildProcess): Promise<T> =>
  new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`a process of the bench ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      done(message as T);
    });
  });

export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  if (child.connected && signal === "SIGTERM") child.disconnect();
  child.kill(signal);
  await ended;
}

export async function endAll(): Promise<void> {
  for (const child of begun) await end(child);
}
