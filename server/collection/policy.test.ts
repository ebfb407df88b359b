import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { form as formSchema } from "@/server/workflows/schema";
import {
  documentFields,
  effectiveForm,
  type FormScope,
  nameOfElement,
  propertiesOf,
  visibleAnswers,
} from "./policy";

const scope: FormScope = { at: "2026-11-24T10:00:00.000Z", timeZone: "Europe/Berlin" };
const is = (field: string, value: string) => ({
  id: "c",
  op: "=" as const,
  left: { field },
  right: { value },
});

/** Country swaps the registration fields; an owner who holds through a company names it. */
const company = formSchema.parse({
  key: "company",
  title: "Your company",
  pages: [
    {
      key: "basics",
      title: "Basics",
      schema: {
        type: "object",
        required: ["country", "legalName"],
        properties: {
          country: { type: "string", enum: ["GB", "DE", "US"] },
          legalName: { type: "string", maxLength: 100 },
          companyNumber: {
            type: "string",
            "x-format": "company_number",
            "x-country": "GB",
            "x-visibleWhen": is("forms.company.country", "GB"),
            "x-requiredWhen": is("forms.company.country", "GB"),
          },
          hrb: { type: "string", "x-visibleWhen": is("forms.company.country", "DE") },
          court: {
            type: "string",
            "x-visibleWhen": { id: "p", op: "is_present", left: { field: "forms.company.hrb" } },
          },
        },
      },
    },
    {
      key: "owners",
      title: "Owners",
      visibleWhen: { id: "n", op: "≠", left: { field: "forms.company.country" }, right: { value: "US" } },
      schema: {
        type: "object",
        properties: {
          owners: {
            type: "array",
            "x-itemTitle": "fullName",
            items: {
              type: "object",
              required: ["kind"],
              properties: {
                kind: { type: "string", enum: ["person", "company"] },
                fullName: { type: "string" },
                dateOfBirth: {
                  type: "string",
                  "x-format": "date",
                  "x-visibleWhen": is("item.kind", "person"),
                },
                passport: {
                  type: "string",
                  "x-document": "passport",
                  "x-visibleWhen": is("item.kind", "person"),
                },
              },
            },
          },
        },
      },
    },
  ],
});

const fieldsOf = (answers: object) =>
  effectiveForm(company, answers as never, scope).pages.flatMap((page) =>
    Object.keys(propertiesOf(page.schema)),
  );

describe("a form as it stands", () => {
  it("shows what the answers call for, and requires it", () => {
    expect(fieldsOf({})).toEqual(["country", "legalName"]);
    const [basics] = effectiveForm(company, { country: "GB" }, scope).pages;
    expect(Object.keys(propertiesOf(basics?.schema ?? {}))).toEqual([
      "country",
      "legalName",
      "companyNumber",
    ]);
    expect(basics?.schema.required).toEqual(["country", "legalName", "companyNumber"]);
  });

  it("hides a page whose condition is not true, and one whose condition is not known", () => {
    const pages = (country?: string) =>
      effectiveForm(company, { country }, scope).pages.map((page) => page.key);
    expect(pages("GB")).toEqual(["basics", "owners"]);
    expect(pages("US")).toEqual(["basics"]);
    expect(pages()).toEqual(["basics"]);
  });

  it("counts a hidden answer as missing, however deep the chain", () => {
    expect(fieldsOf({ country: "DE", hrb: "HRB 1" })).toContain("court");
    expect(fieldsOf({ country: "GB", hrb: "HRB 1", court: "Kiel" })).not.toContain("court");
    expect(visibleAnswers(company, { country: "GB", hrb: "HRB 1", court: "Kiel" }, scope)).toEqual({
      country: "GB",
    });
  });

  it("keeps valid answers when the country is swapped there and back", () => {
    const saved = { country: "DE", legalName: "Nord GmbH", hrb: "HRB 1", court: "Kiel" };
    expect(visibleAnswers(company, { ...saved, country: "GB" }, scope)).toEqual({
      country: "GB",
      legalName: "Nord GmbH",
    });
    expect(visibleAnswers(company, saved, scope)).toEqual(saved);
  });

  it("settles each element of a list by its own answers", () => {
    const owners = [
      { kind: "person", fullName: "Ada Okafor", dateOfBirth: "1990-01-31" },
      { kind: "company", fullName: "Holding BV", dateOfBirth: "1990-01-31" },
      {},
    ];
    const page = effectiveForm(company, { country: "GB", owners }, scope).pages[1];
    const list = propertiesOf(page?.schema ?? {}).owners as { "x-items": { properties: object }[] };
    expect(list["x-items"].map((item) => Object.keys(item.properties))).toEqual([
      ["kind", "fullName", "dateOfBirth", "passport"],
      ["kind", "fullName"],
      ["kind", "fullName"],
    ]);
    expect(visibleAnswers(company, { country: "GB", owners }, scope).owners).toEqual([
      owners[0],
      { kind: "company", fullName: "Holding BV" },
      {},
    ]);
    expect(documentFields(company, { country: "GB", owners }, scope)).toEqual([
      {
        path: "owners.0.passport",
        type: "passport",
        subject: "forms.company.owners[0]",
        title: "Passport",
        page: "owners",
        value: null,
      },
    ]);
    expect(nameOfElement(list as never, owners[1])).toBe("Holding BV");
  });

  it("spells what the run gets in one way, and drops what is empty or unknown", () => {
    expect(
      visibleAnswers(
        company,
        { country: "GB", legalName: "  Acme ", companyNumber: "1234567", extra: 1, hrb: "" },
        scope,
      ),
    ).toEqual({ country: "GB", legalName: "Acme", companyNumber: "01234567" });
  });
});

describe("hidden answers", () => {
  const text = fc.string({ maxLength: 12 });
  const answers = fc.record(
    {
      country: fc.constantFrom("GB", "DE", "US", "", "XX"),
      legalName: text,
      companyNumber: text,
      hrb: text,
      court: text,
      owners: fc.array(
        fc.record(
          {
            kind: fc.constantFrom("person", "company", ""),
            fullName: text,
            dateOfBirth: text,
            passport: text,
          },
          { requiredKeys: [] },
        ),
        { maxLength: 4 },
      ),
      __proto__: fc.constant("x"),
    },
    { requiredKeys: [] },
  );

  it("never reach the run", () => {
    fc.assert(
      fc.property(answers, (given) => {
        const sent = visibleAnswers(company, given, scope);
        const shown = effectiveForm(company, given, scope).pages.flatMap((page) =>
          Object.keys(propertiesOf(page.schema)),
        );
        expect(Object.keys(sent).every((key) => shown.includes(key))).toBe(true);
        if (sent.country !== "GB") expect(sent).not.toHaveProperty("companyNumber");
        if (sent.country !== "DE") expect(sent).not.toHaveProperty("hrb");
        if (!sent.hrb) expect(sent).not.toHaveProperty("court");
        if (sent.country === "US" || !sent.country) expect(sent).not.toHaveProperty("owners");
        for (const owner of (sent.owners ?? []) as { kind?: string }[])
          if (owner.kind !== "person") expect(owner).not.toHaveProperty("dateOfBirth");
      }),
      { numRuns: 500 },
    );
  });

  it("change nothing: what is sent settles to itself", () => {
    fc.assert(
      fc.property(answers, (given) => {
        const sent = visibleAnswers(company, given, scope);
        expect(visibleAnswers(company, sent, scope)).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });
});
