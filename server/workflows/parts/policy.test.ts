import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { orderCheck } from "@/db/seed/templates/order-check";
import { type DraftParts, editorPart, workflowDocument } from "../schema";
import {
  addPart,
  changePart,
  duplicatePart,
  partKinds,
  partOf,
  parts,
  partTitle,
  raisePart,
  removePart,
} from "./policy";

const given = (document = marketplaceSeller): DraftParts => ({ document, editor: editorPart.parse({}) });
const kind = fc.constantFrom(...partKinds);

describe("what a workflow holds", () => {
  it.each(partKinds)("a new %s is one that can be stored, and removing it leaves what was before", (kind) => {
    for (const before of [given(), given(orderCheck)]) {
      const { parts: after, key } = addPart(before, kind, "Zebra crossing 7");
      expect(workflowDocument.safeParse(after.document).error?.issues).toBeUndefined();
      expect(partTitle(kind, key, partOf(after.document, kind, key))).toBe("Zebra crossing 7");
      expect(removePart(after, kind, key)).toEqual(before);
    }
  });

  it("any title makes a key that is free and that can be stored", () => {
    fc.assert(
      fc.property(
        kind,
        fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 5 }),
        (kind, titles) => {
          let now = given(orderCheck);
          const keys = titles.map((title) => {
            const { parts: next, key } = addPart(now, kind, title);
            now = next;
            return key;
          });
          expect(new Set(keys).size).toBe(keys.length);
          const issues = workflowDocument.safeParse(now.document).error?.issues ?? [];
          // A title of spaces alone may be refused, a key never.
          expect(issues.filter(({ code }) => code === "invalid_key")).toEqual([]);
        },
      ),
    );
  });

  it("a change touches what it names, and nothing beside it", () => {
    const before = given();
    for (const kind of partKinds)
      for (const [key, value] of parts[kind].read(before.document)) {
        expect(changePart(before, kind, key, value)).toEqual(before);
        const after = changePart(before, kind, key, { ...(value as object), title: "Another" });
        expect(changePart(after, kind, key, value)).toEqual(before);
      }
    expect(changePart(before, "queue", "nowhere", {})).toEqual(before);
  });

  it("a copy stands beside what it was made of", () => {
    const made = duplicatePart(given(), "form", "seller");
    expect(Object.keys(made?.parts.document.forms ?? {})).toHaveLength(2);
    expect(made?.parts.document.forms[made.key]?.key).toBe(made?.key);
    expect(workflowDocument.safeParse(made?.parts.document).success).toBe(true);
    expect(duplicatePart(given(), "form", "nowhere")).toBeUndefined();
  });

  it("outcomes are raised one place at a time", () => {
    const keys = (of: DraftParts) => of.document.outcomes.map(({ key }) => key);
    const before = given();
    const [first, second] = keys(before);
    expect(keys(raisePart(before, "outcome", second!)).slice(0, 2)).toEqual([second, first]);
    expect(raisePart(before, "outcome", first!)).toBe(before);
  });
});
