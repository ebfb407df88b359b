import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findBrowser } from "./browser.mjs";

let folder: string;
let fetches: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-browser-"));
  fetches = 0;
  vi.stubEnv("PATH", folder);
  vi.stubEnv("CHROME_PATH", "");
  vi.stubEnv("GATEHOUSE_QUIET", "1");
  writeFileSync(join(folder, "os-release"), "PRETTY_NAME=x\nID=debian\n");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, lines = ""): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A machine that has nothing but what the test puts there. */
const machine = (more: { isRoot?: boolean; downloads?: boolean } = {}) => ({
  isRoot: more.isRoot ?? false,
  release: join(folder, "os-release"),
  places: [],
  downloaded: () => join(folder, "fetched/chrome"),
  download: async () => {
    fetches++;
    if (more.downloads) {
      mkdirSync(join(folder, "fetched"));
      program("fetched/chrome");
    }
    return { code: 0, output: "" };
  },
});

/** apt-get that notes what it was asked, and installs when told to. */
const apt = (installs: boolean) =>
  program(
    "apt-get",
    `echo "$DEBIAN_FRONTEND $@" >> ${folder}/asked
${installs ? `[ "$1" = install ] && printf '#!/bin/sh\n' > ${folder}/chromium && /bin/chmod 755 ${folder}/chromium` : "exit 100"}
exit 0`,
  );
const asked = () => readFileSync(join(folder, "asked"), "utf8").trim().split("\n");

describe("a browser to test with", () => {
  it("is the one on the path, and nothing is fetched", async () => {
    apt(true);
    const chrome = program("google-chrome");
    expect(await findBrowser(machine({ isRoot: true }))).toBe(chrome);
    expect(existsSync(join(folder, "asked"))).toBe(false);
    expect(fetches).toBe(0);
  });

  it("is the one CHROME_PATH names before any other, and a wrong name is told", async () => {
    program("chromium");
    const own = program("my-chrome");
    vi.stubEnv("CHROME_PATH", own);
    expect(await findBrowser(machine())).toBe(own);
    vi.stubEnv("CHROME_PATH", join(folder, "none"));
    await expect(findBrowser(machine())).rejects.toThrow(
      `CHROME_PATH names ${join(folder, "none")}, which cannot be run. Mend it, or leave it out.`,
    );
  });

  it("is installed by root on a Debian, without a question", async () => {
    apt(true);
    expect(await findBrowser(machine({ isRoot: true }))).toBe(join(folder, "chromium"));
    expect(asked()).toEqual([
      "noninteractive update -q",
      "noninteractive install -y -q --no-install-recommends chromium",
    ]);
    expect(fetches).toBe(0);
  });

  it("is downloaded where Debian's cannot be had", async () => {
    apt(false);
    expect(await findBrowser(machine({ isRoot: true, downloads: true }))).toBe(
      join(folder, "fetched/chrome"),
    );
    expect(asked()).toHaveLength(2);
    expect(fetches).toBe(1);
  });

  it("is downloaded for an ordinary user, and on other systems, without asking apt-get", async () => {
    apt(true);
    expect(await findBrowser(machine({ downloads: true }))).toBe(join(folder, "fetched/chrome"));
    rmSync(join(folder, "fetched"), { recursive: true });
    writeFileSync(join(folder, "os-release"), "ID=fedora\n");
    expect(await findBrowser(machine({ isRoot: true, downloads: true }))).toBe(
      join(folder, "fetched/chrome"),
    );
    expect(existsSync(join(folder, "asked"))).toBe(false);
  });

  it("is said to be missing when nothing helps", async () => {
    expect(await findBrowser(machine())).toBeUndefined();
    expect(fetches).toBe(1);
  });
});
