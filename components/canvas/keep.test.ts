import { expect, it } from "vitest";
import { createKeeper, createListKeeper } from "./keep";

it("answers the same object as long as it would be made from the same, and forgets what nobody asks for", () => {
  const round = createKeeper<{ title: string }>();
  const made = (titles: Record<string, string>) =>
    round((keep) => Object.entries(titles).map(([id, title]) => keep(id, [title], () => ({ title }))));
  const [a, b] = made({ a: "A", b: "B" });
  expect(made({ a: "A", b: "B" })).toEqual([a, b]);
  expect(made({ b: "B", a: "A" })[0]).toBe(b);
  const [again, changed] = made({ a: "A", b: "Another" });
  expect(again).toBe(a);
  expect(changed).not.toBe(b);
  made({ b: "Another" });
  expect(made({ a: "A" })[0]).not.toBe(a);
});

it("answers the list before as long as the same stands in it, in the same order", () => {
  const keep = createListKeeper<string>();
  const first = keep(["a", "b"]);
  expect(keep(["a", "b"])).toBe(first);
  expect(keep(["b", "a"])).toEqual(["b", "a"]);
  expect(keep(["b"])).toEqual(["b"]);
  expect(keep([])).toEqual([]);
});
