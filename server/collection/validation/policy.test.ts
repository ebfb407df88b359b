import { describe, expect, it } from "vitest";
import { personAnswers } from "@/db/seed/scenarios/persons";
import { germanSeller, ukSeller, usSeller } from "@/db/seed/scenarios/sellers";
import { sellerForm } from "@/db/seed/templates/marketplace-seller/form";
import { personForm } from "@/db/seed/templates/person-kyc/form";
import { form as formSchema } from "@/server/workflows/schema";
import { answerMessages } from "../messages/catalogue";
import type { FormScope } from "../policy";
import { validateField, validateForm } from "./policy";

const scope: FormScope = { at: "2026-11-24T10:00:00.000Z", timeZone: "Europe/Berlin" };
const owner = {
  firstName: "Ada",
  lastName: "Okafor",
  dateOfBirth: "1985-05-05",
  nationality: "GB",
  role: "owner_director" as const,
  share: 33.33,
};

describe("the demo's forms", () => {
  it.each([
    ["a UK company", sellerForm, ukSeller({ legalName: "Northwind Ltd", owners: [owner] })],
    [
      "a German company",
      sellerForm,
      germanSeller({ legalName: "Lichtwerk GmbH", owners: [owner, { ...owner, share: 0.29 }] }),
    ],
    [
      "a US company",
      sellerForm,
      usSeller({ legalName: "Prairie LLC", owners: [{ ...owner, share: 14.28 }] }),
    ],
    ["a person", personForm, personAnswers({ firstName: "Eva", lastName: "Gruber" })],
  ])("take %s as it is", (_, form, answers) => {
    expect(validateForm(formSchema.parse(form), answers, scope)).toEqual([]);
  });

  it("follow the country in what a number has to look like", () => {
    const form = formSchema.parse(sellerForm);
    const codes = (answers: object) =>
      Object.fromEntries(validateForm(form, answers as never, scope).map(({ path, code }) => [path, code]));
    const uk = ukSeller({ legalName: "Northwind Ltd", owners: [owner], registrationNumber: "HRB 1234" });
    expect(codes(uk)).toEqual({ registrationNumber: "company_number_GB" });
    expect(
      codes({ ...germanSeller({ legalName: "L", owners: [owner] }), registrationNumber: "01234500" }),
    ).toEqual({
      registrationNumber: "company_number_DE",
    });
    expect(codes({ ...uk, registrationNumber: "1234500", accountNumber: "1234" })).toEqual({
      accountNumber: "account_number_GB",
    });
  });

  it("ask for everything once, page by page, when nothing is filled in", () => {
    const issues = validateForm(formSchema.parse(sellerForm), {}, scope);
    expect(new Set(issues.map(({ path }) => path)).size).toBe(issues.length);
    expect(issues.map(({ page }) => page)).toEqual(
      issues.map(({ page }) => page).sort((a, b) => order(a) - order(b)),
    );
    const of = (path: string) => issues.find((issue) => issue.path === path);
    expect(of("country")?.code).toBe("required_choice");
    expect(of("mayAct")?.code).toBe("required_tick");
    expect(of("plannedSales")?.code).toBe("required");
    expect(of("owners")?.code).toBe("required");
  });
  const order = (page: string) => sellerForm.pages.findIndex(({ key }) => key === page);
});

const said = (schema: object, value: unknown) =>
  validateField("field", { title: "Field", ...schema }, value, scope).issues.map(({ code }) => code);
const kept = (schema: object, value: unknown) => validateField("field", schema as never, value, scope).value;

describe("formats", () => {
  const format = (name: string, country?: string) => ({
    type: "string",
    "x-format": name,
    ...(country && { "x-country": country }),
  });
  it.each([
    ["country", undefined, ["GB", "de"], ["XX", "Germany", "G"]],
    ["currency", undefined, ["EUR", "usd"], ["EURO", "1"]],
    ["date", undefined, ["2024-02-29", "1931-12-31"], ["2023-02-29", "31.12.1931", "2023-13-01", "tomorrow"]],
    [
      "email",
      undefined,
      ["a@b.example", "ana.müller+x@bücher.example"],
      ["a@b", "a b@c.example", "@c.example", "a@-b.example"],
    ],
    ["phone", undefined, ["+44 20 7946 0018", "+49 30 901820"], ["020 7946 0018", "+44 1", "hello"]],
    ["phone", "GB", ["020 7946 0018"], ["1"]],
    [
      "url",
      undefined,
      ["https://acme.example", "acme.example/shop"],
      ["http://", "javascript:alert(1)", "ftp://acme.example", "https://user@acme.example"],
    ],
    [
      "iban",
      undefined,
      ["DE89 3704 0044 0532 0130 00", "gb29nwbk60161331926819"],
      ["DE89 3704 0044 0532 0130 01", "DE00", "12"],
    ],
    ["sort_code", undefined, ["12-34-56", "123456"], ["12-34-5", "abcdef"]],
    ["routing_number", undefined, ["021000021"], ["021000022", "000000000", "12345678"]],
    ["account_number", "GB", ["12345678"], ["1234567", "123456789"]],
    ["account_number", "US", ["4833 2110 0"], ["123"]],
    [
      "vat",
      undefined,
      ["DE136695976", "GB980780684", "FR40303265045"],
      ["DE136695977", "GB123", "136695976"],
    ],
    ["vat", "DE", ["136695976", "DE 136 695 976"], ["136695977"]],
    ["company_number", "GB", ["01234567", "SC123456", "1234567"], ["123", "S1234567", "12345678X"]],
    ["company_number", "DE", ["HRB 12345", "hra123B"], ["12345", "HRX 1"]],
    ["ein", undefined, ["12-3456789"], ["00-1234567", "1234"]],
    ["postcode", "GB", ["SW1A 1AA", "ls16dt"], ["12345", "SW1A"]],
    ["postcode", "DE", ["10115"], ["1011", "D-10115"]],
    ["postcode", "US", ["94105", "94105-1234"], ["9410"]],
  ])("%s (%s)", (name, country, good, bad) => {
    for (const value of good) expect(said(format(name, country), value), value).toEqual([]);
    for (const value of bad) {
      const [code = ""] = said(format(name, country), value);
      expect([name, `${name}_${country}`], value).toContain(code);
      expect(answerMessages).toHaveProperty(code);
    }
  });

  it("reach the run in one spelling", () => {
    expect(kept(format("iban"), "de89 3704 0044 0532 0130 00")).toBe("DE89370400440532013000");
    expect(kept(format("phone"), "+44 (0)20 7946 0018")).toBe("+442079460018");
    expect(kept(format("postcode", "GB"), "ls16dt")).toBe("LS1 6DT");
    expect(kept(format("url"), "acme.example")).toBe("https://acme.example");
    expect(kept(format("company_number", "GB"), " 1234567 ")).toBe("01234567");
  });
});

describe("JSON Schema", () => {
  it.each([
    [{ type: "string", minLength: 5 }, "abc", "min_length"],
    [{ type: "string", maxLength: 2 }, "abc", "max_length"],
    [{ type: "string", pattern: "^[0-9]{4}$" }, "12a4", "pattern"],
    [{ type: "number" }, "12", "number"],
    [{ type: "integer" }, 1.5, "integer"],
    [{ type: "number", minimum: 3 }, 2, "minimum"],
    [{ type: "number", exclusiveMinimum: 0 }, 0, "above"],
    [{ type: "number", maximum: 100 }, 101, "maximum"],
    [{ type: "number", multipleOf: 0.01 }, 0.005, "multiple"],
    [{ type: "string", enum: ["a"] }, "b", "choice"],
    [
      {
        oneOf: [
          { const: "a", title: "A" },
          { const: "b", title: "B" },
        ],
      },
      "c",
      "choice",
    ],
    [{ anyOf: [{ type: "string", minLength: 3 }, { type: "number" }] }, "a", "choice"],
    [{ type: "boolean", const: true }, false, "required_tick"],
    [{ type: "array", items: { type: "string" }, minItems: 2 }, ["a"], "min_items"],
    [{ type: "array", items: { type: "string" }, uniqueItems: true }, ["a", "a"], "unique_items"],
    [{ type: "object", "x-money": { currency: "EUR" } }, { amount: 1.5, currency: "EUR" }, "money"],
    [{ type: "object", "x-money": { currency: "EUR" } }, { amount: -1, currency: "EUR" }, "money"],
    [{ type: "object", "x-money": { currency: "EUR" } }, { amount: 100, currency: "GBP" }, "money_currency"],
    [{ type: "string", "x-format": "date", "x-date": "past" }, "2026-11-25", "date_past"],
    [{ type: "string", "x-format": "date", "x-date": "future" }, "2026-11-24", "date_future"],
    [{ type: "string" }, "", "required"],
    [{ type: "string", enum: ["a"] }, null, "required_choice"],
    [{ type: "string", "x-document": "passport" }, null, "required_document"],
    [{ type: "object", "x-money": { currency: "EUR" } }, { currency: "EUR" }, "required"],
  ])("%j against %j is %s, said once", (schema, value, code) => {
    expect(said(schema, value)).toEqual([code]);
  });

  it("takes shares that floating point cannot hold", () => {
    for (const share of [0.29, 14.28, 33.33, 66.67, 99.99, 100])
      expect(said({ type: "number", minimum: 0, maximum: 100, multipleOf: 0.01 }, share), `${share}`).toEqual(
        [],
      );
  });

  it("names the element of a list, by its own schema", () => {
    const when = { id: "k", op: "=", left: { field: "item.kind" }, right: { value: "person" } };
    const list = {
      type: "array",
      items: {
        type: "object",
        required: ["kind"],
        properties: {
          kind: { type: "string" },
          born: {
            type: "string",
            title: "Date of birth",
            "x-format": "date",
            "x-visibleWhen": when,
            "x-requiredWhen": when,
          },
        },
      },
    };
    const { issues } = validateField(
      "owners",
      list,
      [{ kind: "person", born: "x" }, { kind: "company", born: "x" }, { kind: "person" }, {}],
      scope,
    );
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ["owners.2.born", "required"],
      ["owners.3.kind", "required"],
      ["owners.0.born", "date"],
    ]);
    expect(issues[2]?.message).toBe("Date of birth: use a date that exists, such as 31 January 1990.");
  });

  it("says the form's own words, and no typed value comes back", () => {
    const schema = {
      type: "string",
      pattern: "^[A-Z]{2}$",
      "x-message": "Use the two letters on the badge.",
    };
    const { issues } = validateField("badge", schema, "secret-value", scope);
    expect(issues.map(({ message }) => message)).toEqual(["Use the two letters on the badge."]);
    expect(JSON.stringify(issues)).not.toContain("secret-value");
  });

  it("comes to an end with a hostile answer to a careless pattern", () => {
    expect(said({ type: "string", pattern: "^(a+)+$" }, `${"a".repeat(20_000)}!`)).toEqual(["pattern"]);
  });
});
