import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { coalesce } from "./coalesce";

interface Item {
  key: string;
  name: string;
}

const item = (name: string, key = name): Item => ({ key, name });
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
};

function lane(together: (items: readonly Item[]) => Promise<(string | undefined)[]>, most = 10, atOnce = 1) {
  const batches: string[][] = [];
  const alone: string[] = [];
  const call = coalesce<Item, string>({
    ...{ most, atOnce },
    keyOf: ({ key }) => key,
    together: (items) => {
      batches.push(items.map(({ name }) => name));
      return together(items);
    },
    alone: async ({ name }) => {
      alone.push(name);
      if (name.startsWith("bad")) throw new Error(`${name} fails`);
      return `${name} alone`;
    },
  });
  return { call, batches, alone };
}

const all = async (items: readonly Item[]) => items.map(({ name }) => name);

describe("calls that come together", () => {
  it("go at once when nobody is under way, and as one while others are", async () => {
    const first = gate();
    const { call, batches } = lane(async (items) => {
      if (batches.length === 1) await first.opened;
      return all(items);
    });
    const answers = [call(item("a"))];
    await turn();
    answers.push(call(item("b")), call(item("c")), call(item("d")));
    await turn();
    expect(batches).toEqual([["a"]]);
    first.open();
    expect(await Promise.all(answers)).toEqual(["a", "b", "c", "d"]);
    expect(batches).toEqual([["a"], ["b", "c", "d"]]);
  });

  it("are never more than the batch holds, nor two of one key at once, and keep the key's order", async () => {
    const { call, batches } = lane(all, 2, 2);
    await Promise.all(["a1", "a2", "b1", "c1"].map((name) => call(item(name, name[0]))));
    expect(batches.every((batch) => batch.length <= 2)).toBe(true);
    expect(batches.flat().filter((name) => name.startsWith("a"))).toEqual(["a1", "a2"]);
    for (const batch of batches) expect(new Set(batch.map((name) => name[0])).size).toBe(batch.length);
    expect(batches.flat().sort()).toEqual(["a1", "a2", "b1", "c1"]);
  });

  it("are done one by one when the batch fails, and only the one at fault fails", async () => {
    const { call, alone } = lane(async () => {
      throw new Error("the batch fails");
    });
    const answers = await Promise.allSettled(["a", "bad", "c"].map((name) => call(item(name))));
    expect(answers).toMatchObject([
      { value: "a alone" },
      { reason: { message: "bad fails" } },
      { value: "c alone" },
    ]);
    expect(alone).toEqual(["a", "bad", "c"]);
  });

  it("are not tried again when the database is gone: everybody is told", async () => {
    const { call, alone } = lane(async () => {
      throw Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    });
    const answers = await Promise.allSettled([call(item("a")), call(item("b"))]);
    expect(answers.map((answer) => answer.status)).toEqual(["rejected", "rejected"]);
    expect(alone).toEqual([]);
  });

  it("hold up nobody who comes later when one of them has to be done alone and waits", async () => {
    const stuck = gate();
    const call = coalesce<Item, string>({
      ...{ most: 10, atOnce: 1, keyOf: ({ key }) => key },
      together: async (items) => items.map(({ name }) => (name === "stuck" ? undefined : name)),
      alone: async () => {
        await stuck.opened;
        return "at last";
      },
    });
    const waiting = call(item("stuck"));
    expect(await call(item("a"))).toBe("a");
    stuck.open();
    expect(await waiting).toBe("at last");
  });
});
