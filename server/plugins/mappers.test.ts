import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CheckAnswer, PluginFailure } from "./contract";
import { bankAnswer } from "./sandbox-bank/mapper";
import { documentAnswer } from "./sandbox-identity/mapper";
import { companyAnswer } from "./sandbox-registry/mapper";
import { screeningAnswer } from "./sandbox-screening/mapper";

const person = { firstName: "Jane", lastName: "Miller", dateOfBirth: "1988-02-29" };
const company = {
  number: "01234500",
  name: "Harbour Tea Ltd",
  incorporated: "2010-01-01",
  address: "1 High Street",
  officers: [],
};

/** Per vendor: the file with one word in the place that decides, and the word that means clear. */
const vendors: [string, string, (word: string) => CheckAnswer][] = [
  [
    "registry",
    "active",
    (word) => companyAnswer({ found: 1, companies: [{ ...company, status: word }] }, company.name),
  ],
  ["screening", "NO_MATCH", (word) => screeningAnswer({ outcome: word, results: [] })],
  [
    "identity",
    "GENUINE",
    (word) =>
      documentAnswer(
        { document: word, firstName: "Jane", lastName: "Miller", birthDate: person.dateOfBirth },
        person,
      ),
  ],
  ["bank account", "OPEN", (word) => bankAnswer({ account: word, name: "MATCH" })],
  ["bank name", "MATCH", (word) => bankAnswer({ account: "OPEN", name: word })],
];

describe.each(vendors)("%s", (_, clearWord, answer) => {
  test("only the one good word is clear", () => {
    expect(answer(clearWord).status).toBe("clear");
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("clear", "ok", "", "__proto__", "constructor", "toString"),
      fc.constantFrom(clearWord.toLowerCase(), ` ${clearWord}`, `${clearWord}D`, clearWord.toUpperCase()),
    );
    fc.assert(
      fc.property(word, (text) => {
        fc.pre(text !== clearWord);
        expect(answer(text).status).not.toBe("clear");
      }),
    );
  });
});

describe("files of another shape", () => {
  test.each([
    ["registry", (raw: unknown) => companyAnswer(raw, undefined)],
    ["screening", screeningAnswer],
    ["identity", (raw: unknown) => documentAnswer(raw, person)],
    ["bank", bankAnswer],
  ])("of the %s are garbage or at least not clear", (_, map) => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        try {
          expect(map(raw).status).not.toBe("clear");
        } catch (error) {
          expect(error).toBeInstanceOf(PluginFailure);
        }
      }),
    );
  });
});

test("a hit on a list we do not know is a hit, also when the outcome says there is none", () => {
  const listed = { name: "Jane", list: "XQ-9", score: 50, exact: false, reason: "?" };
  expect(screeningAnswer({ outcome: "NO_MATCH", results: [listed] })).toMatchObject({
    status: "hit",
    details: { hits: [{ list: "unknown" }] },
  });
});

test("a document that does not say whose it is is not clear", () => {
  expect(documentAnswer({ document: "GENUINE", firstName: "Jane", lastName: "Miller" }, person).status).toBe(
    "unknown",
  );
});
