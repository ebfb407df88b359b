import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A process of ours, as the launcher starts it, that a test watches and kills. */
export class Proc {
  readonly lines: string[] = [];
  readonly child: ChildProcess;

  constructor(file: string, env: Record<string, string>, args: string[] = []) {
    this.child = spawn(process.execPath, ["--import", "./server/launch/typescript.mjs", file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let rest = "";
    const read = (chunk: Buffer) => {
      const parts = `${rest}${chunk}`.split("\n");
      rest = parts.pop() ?? "";
      this.lines.push(...parts);
    };
    this.child.stdout?.on("data", read);
    this.child.stderr?.on("data", read);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for a line of its log. */
  async says(wanted: RegExp, ms = 60_000): Promise<string> {
    const end = Date.now() + ms;
    for (;;) {
      const line = this.lines.find((line) => wanted.test(line));
      if (line) return line;
      if (this.child.exitCode !== null || Date.now() > end)
        throw new Error(`never said ${wanted}:\n${this.lines.slice(-20).join("\n")}`);
      await pause(5);
    }
  }

  /** `kill -9`, or the signal named; resolves when it is gone. */
  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<number | null> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
    child.kill(signal);
    return gone;
  }
}

/** `kill -9` of PostgreSQL: the first process and every one it started. */
export async function killPostgres(pid: number): Promise<void> {
  const all = [pid, ...childrenOf(pid)];
  for (const one of all)
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  while (all.some(isAlive)) await pause(10);
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => stat(name)?.parent === pid)
    .map(Number);
}

const isAlive = (pid: number) => ![undefined, "Z"].includes(stat(String(pid))?.state);

/** `/proc/PID/stat`: the name in brackets may hold spaces, so the rest is read behind it. */
function stat(pid: string): { state: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
