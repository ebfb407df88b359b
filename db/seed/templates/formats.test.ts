import { describe, expect, it } from "vitest";
import { documentFields } from "@/server/collection/policy";
import { validateForm } from "@/server/collection/validation/policy";
import type { JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { personAnswers } from "../scenarios/persons";
import { germanIban, germanSeller, type Person, ukSeller, usSeller } from "../scenarios/sellers";
import { marketplaceSeller } from "./marketplace-seller";
import { personKyc } from "./person-kyc";

const scope = { at: "2026-03-01T12:00:00.000Z", timeZone: "Europe/Berlin" };
const complaints = (document: WorkflowDocument, answers: JsonObject): { [path: string]: string } => {
  const [form] = Object.values(document.forms);
  if (!form) throw new Error("a template without a form");
  expect(documentFields(form, answers, scope).length).toBeGreaterThan(0);
  return Object.fromEntries(validateForm(form, answers, scope).map(({ path, message }) => [path, message]));
};

const owner = (country: string): Person => ({
  firstName: "Ada",
  lastName: "Moss",
  dateOfBirth: "1984-05-02",
  nationality: "GB",
  role: "owner_director",
  share: 100,
  isSignatory: true,
  residence: country,
});
const make = { GB: ukSeller, DE: germanSeller, US: usSeller };
const seller = (country: keyof typeof make, more: JsonObject = {}) =>
  make[country]({ legalName: "Northwind", owners: [owner(country)], more });
const homeIn = (residence: string, postcode: string): JsonObject => ({
  owners: [
    {
      ...(seller("GB")["owners"] as JsonObject[])[0],
      residence,
      homeAddress: { street: "1 Road", city: "Town", postcode },
    },
  ],
});
const address = (postcode: string): JsonObject => ({
  registeredAddress: { street: "1 Road", city: "Town", state: "Texas", postcode },
});

const COMPANY_GB = /^Registration number: use 8 digits, or two letters and 6 digits/;
const HOME = "owners.0.homeAddress.postcode";
/* Country, what is typed, where the complaint stands, and its words with the fix. */
const wrong: [keyof typeof make, JsonObject, string, RegExp][] = [
  ["GB", { registrationNumber: "12" }, "registrationNumber", COMPANY_GB],
  ["GB", { registrationNumber: "SC12345" }, "registrationNumber", COMPANY_GB],
  ["GB", { registrationNumber: "123456789" }, "registrationNumber", COMPANY_GB],
  ["GB", { vatNumber: "GB123456789" }, "vatNumber", /^VAT number: use the VAT number/],
  ["GB", { sortCode: "20-00-0" }, "sortCode", /^Sort code: use 6 digits/],
  ["GB", { accountNumber: "123456" }, "accountNumber", /^Account number: use 8 digits/],
  ["GB", address("10115"), "registeredAddress.postcode", /^Postcode: use a postcode such as SW1A 1AA/],
  ["GB", { phone: "020 79" }, "phone", /^Phone: use a number/],
  ["GB", homeIn("DE", "LS1 4AP"), HOME, /^Postcode: use 5 digits, such as 10115/],
  ["DE", { registrationNumber: "123400" }, "registrationNumber", /such as HRB 12345/],
  ["DE", { registrationNumber: "HRB X1" }, "registrationNumber", /such as HRB 12345/],
  ["DE", { vatNumber: "DE136695975" }, "vatNumber", /such as DE136695976/],
  ["DE", { iban: germanIban("532013000").replace(/.$/, "1") }, "iban", /^IBAN: check the IBAN/],
  ["DE", address("1011"), "registeredAddress.postcode", /^Postcode: use 5 digits/],
  ["US", { ein: "12-345678" }, "ein", /use 9 digits as on your letter from the IRS/],
  ["US", { ein: "00-3456789" }, "ein", /use 9 digits/],
  ["US", { routingNumber: "021000022" }, "routingNumber", /^Routing number: use the 9 digits/],
  ["US", { accountNumber: "483" }, "accountNumber", /^Account number: use 4 to 17 digits/],
  ["US", address("7870"), "registeredAddress.postcode", /^Postcode: use 5 digits, such as 94105/],
  ["US", { registrationNumber: "12" }, "registrationNumber", /4 to 15 letters and digits/],
];

const right: [keyof typeof make, JsonObject][] = [
  ["GB", {}],
  ["DE", {}],
  ["US", {}],
  ["GB", { registrationNumber: "SC123456" }],
  ["GB", { registrationNumber: "ni 123456" }],
  ["GB", { registrationNumber: "1234567" }],
  ["GB", { vatNumber: "980 7806 84" }],
  ["GB", { phone: "020 7946 0958" }],
  ["GB", { phone: "+49 40 36985678" }],
  ["GB", address("ls16dt")],
  ["GB", homeIn("IE", "D02 X285")],
  ["DE", { registrationNumber: "hrb 123400 b" }],
  ["DE", { vatNumber: "136695976" }],
  ["DE", { iban: "DE89 3704 0044 0532 0130 00" }],
  ["US", address("78701-1234")],
  ["US", { ein: "123456789" }],
];

describe("what a seller types, by country", () => {
  it.each(wrong)("%s %j is refused at %s, with the fix", (country, more, path, words) => {
    const found = complaints(marketplaceSeller, seller(country, more));
    expect(Object.keys(found)).toEqual([path]);
    expect(found[path]).toMatch(words);
  });

  it.each(right)("%s %j is taken", (country, more) => {
    expect(complaints(marketplaceSeller, seller(country, more))).toEqual({});
  });
});

describe("what a person types", () => {
  const person = (more: JsonObject) =>
    complaints(personKyc, personAnswers({ firstName: "Nora", lastName: "Feld" }, more));
  const home = (country: string, postcode: string): JsonObject => ({
    country,
    homeAddress: { street: "1 Road", city: "Town", postcode },
  });

  it("has the postcode of the country they live in, and a phone with its country", () => {
    expect(person({})).toEqual({});
    expect(person(home("GB", "LS1 4AP"))).toEqual({});
    expect(person(home("GB", "8020"))).toEqual({
      "homeAddress.postcode": "Postcode: use a postcode such as SW1A 1AA.",
    });
    expect(person(home("DE", "802"))).toEqual({
      "homeAddress.postcode": "Postcode: use 5 digits, such as 10115.",
    });
    expect(person({ phone: "0664 1234567" })).toEqual({
      phone: "Mobile phone: use a number with its country code, such as +44 20 7946 0018.",
    });
  });
});
