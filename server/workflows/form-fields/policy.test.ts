import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { personKyc } from "@/db/seed/templates/person-kyc";
import { fieldsOf } from "@/server/rules/core/fields";
import { workflowDocument } from "../schema";
import {
  addField,
  changeField,
  choicesOf,
  type FieldKind,
  type FieldSchema,
  fieldKinds,
  fieldsIn,
  inCurrency,
  isUnnamed,
  kindOf,
  moveField,
  nameField,
  removeField,
  requireField,
  turnField,
  withChoices,
} from "./policy";

const kinds = Object.keys(fieldKinds) as FieldKind[];
const empty: FieldSchema = { type: "object", properties: {} };
const keys = (page: FieldSchema) => fieldsIn(page).map(({ key }) => key);

describe("fields of a page", () => {
  it.each(kinds)("a new %s is known for what it is, and rules can read it", (kind) => {
    const { page, key } = addField(empty, kind, "My answer");
    expect(fieldsIn(page)).toMatchObject([{ key: "my_answer", title: "My answer", kind }]);
    const document = workflowDocument.parse({
      ...marketplaceSeller,
      forms: { f: { key: "f", title: "F", pages: [{ key: "p", title: "P", schema: page }] } },
    });
    expect(fieldsOf(document).has(`forms.f.${key}`)).toBe(true);
  });

  it.each(kinds)("a new %s gets its key from its first title, in its place and once", (kind) => {
    const { page, key } = addField(addField(empty, "text", "Legal name").page, kind, fieldKinds[kind].title);
    const [, made] = fieldsIn(page);
    expect(made && isUnnamed(made)).toBe(true);
    const typed = ["L", "Legal", "Legal name"].reduce((now, title) => nameField(now.page, now.key, title), {
      page,
      key,
    });
    expect(keys(typed.page)).toEqual(["legal_name", "legal_name_2"]);
    expect(fieldsIn(typed.page)[1]).toMatchObject({ kind, title: "Legal name" });
    expect(fieldsIn(typed.page).filter(isUnnamed)).toEqual([]);
    expect(nameField(page, key, "Owner", (one) => one === "owner").key).toBe("owner_2");
    expect(nameField(typed.page, typed.key, " ").key).toBe("legal_name_2");
  });

  it("a field that has a name of its own is not taken for a new one", () => {
    const field = (key: string, title: string) =>
      fieldsIn({ type: "object", properties: { [key]: { type: "string", title } } })[0]!;
    expect([field("text", "Text"), field("text_3", "Text")].map(isUnnamed)).toEqual([true, true]);
    expect([field("name", "Text"), field("text", "Name")].map(isUnnamed)).toEqual([false, false]);
  });

  it("whatever is added, moved, turned and removed, each field stands once, and order and requirement hold", () => {
    const act = fc.record({
      what: fc.constantFrom("add", "move", "turn", "remove", "require", "rename"),
      kind: fc.constantFrom(...kinds),
      at: fc.nat(),
      by: fc.integer({ min: -3, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let page = empty;
        let order: string[] = [];
        for (const { what, kind, at, by } of acts) {
          const key = order[at % Math.max(1, order.length)];
          if (what === "add") {
            const added = addField(page, kind, "Field");
            page = added.page;
            order = [...order, added.key];
          } else if (key === undefined) continue;
          else if (what === "move") {
            page = moveField(page, key, by);
            const from = order.indexOf(key);
            order = order.toSpliced(from, 1);
            order = order.toSpliced(Math.min(Math.max(from + by, 0), order.length), 0, key);
          } else if (what === "remove") {
            page = removeField(page, key);
            order = order.filter((one) => one !== key);
          } else if (what === "turn") {
            page = turnField(page, key, kind);
            expect(fieldsIn(page).find((one) => one.key === key)?.kind).toBe(kind);
          } else if (what === "require") page = requireField(page, key, by > 0);
          else page = changeField(page, key, { title: "Renamed" });
          expect(keys(page)).toEqual(order);
          expect(Object.keys(page["properties"] as object).sort()).toEqual([...order].sort());
        }
      }),
    );
  });

  it("reads the templates' forms, and writes nothing where nothing is changed", () => {
    for (const { forms } of [marketplaceSeller, personKyc])
      for (const { pages } of Object.values(forms))
        for (const { schema } of pages) {
          const fields = fieldsIn(schema);
          expect(fields.length).toBeGreaterThan(0);
          for (const { key, isRequired } of fields) {
            const after = requireField(schema, key, isRequired) as { required?: string[] };
            expect({ ...after, required: [...(after.required ?? [])].sort() }).toEqual({
              ...schema,
              required: [...((schema["required"] as string[]) ?? [])].sort(),
            });
          }
        }
  });

  it("a choice that is renamed beside others keeps theirs; a new one gets a value of its own", () => {
    const { page, key } = addField(empty, "choice", "Colour");
    const schema = fieldsIn(page)[0]!.schema;
    const two = changeField(page, key, withChoices(schema, ["One", "Two", "Two"]));
    expect(choicesOf(fieldsIn(two)[0]!.schema)).toEqual([
      { value: "one", title: "One" },
      { value: "two", title: "Two" },
      { value: "two_2", title: "Two" },
    ]);
    const less = changeField(two, key, withChoices(fieldsIn(two)[0]!.schema, ["Two", "Red"]));
    expect(choicesOf(fieldsIn(less)[0]!.schema)).toEqual([
      { value: "two", title: "Two" },
      { value: "red", title: "Red" },
    ]);
  });

  it("money changes its currency as a whole", () => {
    const { page, key } = addField(empty, "money", "Turnover");
    const after = fieldsIn(changeField(page, key, inCurrency(fieldsIn(page)[0]!.schema, "GBP")))[0]!.schema;
    expect(after).toMatchObject({
      "x-money": { currency: "GBP" },
      properties: { amount: { type: "integer" }, currency: { const: "GBP" } },
    });
    expect(kindOf(after)).toBe("money");
  });
});
