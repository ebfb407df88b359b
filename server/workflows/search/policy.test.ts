import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listTemplates } from "../list-templates";
import type { DraftParts, WorkflowDocument } from "../schema";
import { usageOf } from "../usage/policy";
import { findables, searched, usedWords } from "./policy";

const templates = listTemplates().map(({ document }) => document);
const partsOf = (document: WorkflowDocument): DraftParts => ({
  document,
  editor: {
    positions: {},
    notes: [{ id: "n1", text: "Ask legal about Zürich", x: 0, y: 0, by: "Ada" }],
    comments: [
      {
        ...{ id: "c1", node: Object.keys(document.nodes)[1]!, text: "Is this too strict?", by: "Bo" },
        ...{ at: "2026-01-01T00:00:00.000Z", isSettled: false },
      },
    ],
  },
});
const allOf = (document: WorkflowDocument) => findables(partsOf(document), usageOf(document));

describe.each(templates.map((document) => [document.title, document] as const))("%s", (_, document) => {
  const all = allOf(document);

  test("everything is found by its title, and by its key, path or code", () => {
    for (const one of all)
      for (const query of [one.title, one.code].filter((text) => text.trim() !== ""))
        expect(
          searched(all, query, all.length).some(({ found }) => found.includes(one)),
          `${one.id} by ${query}`,
        ).toBe(true);
  });

  test("a name that is typed whole stands first in its group", () => {
    for (const one of all.filter(({ code }) => code !== "")) {
      const group = searched(all, one.code).find(({ group }) => group === one.group);
      expect(group?.found[0]?.code.toLowerCase(), one.id).toBe(one.code.toLowerCase());
    }
  });

  test("none is listed twice, and what is found leads to something that is there", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { at, id } of all)
      if (at !== undefined) expect(Object.hasOwn(document.nodes, at) || at === "note:n1", id).toBe(true);
    for (const { title, about } of all) expect(`${title} ${about}`).not.toMatch(/undefined|\[object|NaN/);
  });
});

const [seller] = templates as [WorkflowDocument];
const all = allOf(seller);
const hits = (query: string) =>
  searched(all, query).flatMap(({ group, found }) =>
    found.map(({ code, title }) => `${group}: ${code || title}`),
  );

test("notes and comments by what they say, without its accents", () => {
  expect(hits("zurich")).toEqual(["notes: Ask legal about Zürich"]);
  expect(hits("too strict")).toEqual(["notes: Is this too strict?"]);
});

test("every word counts, in any order and any case", () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.boolean(), (one, isLarge) => {
      const words = one.title.split(/\s+/).reverse().join(" ");
      const query = isLarge ? words.toUpperCase() : words;
      expect(searched(all, query, all.length).some(({ found }) => found.includes(one))).toBe(true);
      expect(searched(all, `${query} zzqx`)).toEqual([]);
    }),
  );
});

test("an empty search finds nothing, and a long list says how much more there is", () => {
  expect(searched(all, "  ")).toEqual([]);
  const [fields] = searched(all, "forms", 2).filter(({ group }) => group === "fields");
  expect(fields?.found).toHaveLength(2);
  expect(fields?.more).toBe(
    searched(all, "forms", 10_000).find(({ group }) => group === "fields")!.found.length - 2,
  );
});

test("says in three words where it is used", () => {
  const usage = usageOf(seller);
  const [code] = Object.entries(seller.reasonCodes).find(([code]) =>
    Object.values(seller.rules).some((set) => set.rules.some((rule) => rule.reasonCode === code)),
  )!;
  expect(usedWords(usage, { kind: "reasonCode", key: code })).toMatch(/^given by \d+ rules?/);
  expect(usedWords(usage, { kind: "reasonCode", key: "NOBODY" })).toBe("never given");
  const read = usage.all.find(
    ({ kind, how, steps }) => kind === "field" && how === "reads" && steps.length > 0,
  )!;
  expect(usedWords(usage, { kind: "field", key: read.key })).toMatch(/^read by \d+ steps?$/);
  expect(usedWords(usage, { kind: "field", key: "forms.company.nobody" })).toBe("read nowhere");
  expect(usedWords(usage, { kind: "connection", key: "nobody" })).toBe("used nowhere");
});
