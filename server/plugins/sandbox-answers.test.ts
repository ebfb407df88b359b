import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callPlugin } from "./call";
import type { Capability, CheckAnswer } from "./contract";
import { plugins } from "./plugins";
import { ANY_OTHER, lastTwoDigits, lastWord, type SandboxAnswer, sandboxAnswers } from "./sandbox-answers";

const at = new Date("2026-11-24T10:00:00Z");

const pluginOf = {
  company_lookup: plugins["sandbox-registry"],
  watchlist_screening: plugins["sandbox-screening"],
  identity_document: plugins["sandbox-identity"],
  bank_account_name: plugins["sandbox-bank"],
} as const satisfies Record<Capability, unknown>;

/** A question whose identifying field ends as the row says. */
function questionFor(capability: Capability, by: SandboxAnswer["by"], ending: string) {
  switch (capability) {
    case "company_lookup":
      return { country: "GB", registrationNumber: `012345${ending}`, name: "Harbour Tea Ltd" };
    case "watchlist_screening":
      return { kind: "person", name: `Jane ${ending}` };
    case "identity_document":
      return {
        firstName: "Jane",
        lastName: by === "name" ? ending : "Miller",
        dateOfBirth: "1988-02-29",
        ...(by === "name" ? { documentIds: ["doc_1"] } : { documentNumber: `P1234${ending}` }),
      };
    case "bank_account_name":
      return {
        holder: "Harbour Tea Ltd",
        sortCode: "200000",
        accountNumber: `123456${ending}`,
        country: "GB",
      };
  }
}

const ask = (capability: Capability, request: object, more: { attempt?: number; timeoutMs?: number } = {}) =>
  callPlugin({
    plugin: pluginOf[capability],
    credentials: {},
    settings: {},
    capability,
    request: request as never,
    idempotencyKey: "run_1:check::1",
    attempt: more.attempt ?? 1,
    timeoutMs: more.timeoutMs ?? 5_000,
    at,
  });

/** What each file must become: the expectation is written apart from the code that maps. */
const becomes: Record<string, CheckAnswer["status"]> = {
  active: "clear",
  young: "clear",
  nothing: "clear",
  genuine: "clear",
  match: "clear",
  abroad: "clear",
  absent: "not_found",
  riddle: "unknown",
};

test.concurrent.each(
  sandboxAnswers.map(
    (row) => [`${row.capability} by ${row.field}: ${row.suffix} answers ${row.answer}`, row] as const,
  ),
)("%s", async (_, row) => {
  const ending = row.suffix === ANY_OTHER ? (row.by === "number" ? "99" : "Miller") : row.suffix;
  const question = questionFor(row.capability, row.by, ending);

  const result = await ask(row.capability, question, row.manner === "never" ? { timeoutMs: 30 } : {});
  const error = {
    down: "unavailable",
    down_once: "unavailable",
    never: "timeout",
    garbage: "garbage",
    refuses: "refused",
  };
  if (row.manner in error) {
    expect(result).toMatchObject({
      ok: false,
      error: { kind: error[row.manner as keyof typeof error] },
    });
  } else {
    expect(result).toMatchObject({ ok: true, answer: { status: becomes[row.says] ?? "hit" } });
  }
  if (row.manner === "down_once")
    expect(await ask(row.capability, question, { attempt: 2 })).toMatchObject({
      ok: true,
      answer: { status: "clear" },
    });
  if (row.manner === "down")
    expect(await ask(row.capability, question, { attempt: 9 })).toMatchObject({
      ok: false,
      error: { kind: "unavailable" },
    });
});

describe("what the answers carry", () => {
  test("a clean company is what was declared", async () => {
    const result = await ask("company_lookup", questionFor("company_lookup", "number", "00"));
    expect(result).toMatchObject({
      ok: true,
      answer: { details: { registryStatus: "active", name: "Harbour Tea Ltd" } },
    });
    expect(await ask("company_lookup", questionFor("company_lookup", "number", "00"))).toEqual(result);
  });

  test("a politically exposed person is a hit on the PEP list", async () => {
    expect(await ask("watchlist_screening", { kind: "person", name: "Jane PEP" })).toMatchObject({
      ok: true,
      answer: { status: "hit", details: { hits: [{ list: "pep", confirmed: true }] } },
    });
  });

  test("several answers say how many", async () => {
    expect(
      await ask("watchlist_screening", questionFor("watchlist_screening", "name", "Several")),
    ).toMatchObject({
      ok: true,
      answer: { label: "3 hits" },
    });
    const companies = await ask("company_lookup", questionFor("company_lookup", "number", "04"));
    expect(companies.ok && companies.answer.details["matches"]).toHaveLength(3);
  });

  test("a young company is 30 days old", async () => {
    expect(await ask("company_lookup", questionFor("company_lookup", "number", "06"))).toMatchObject({
      ok: true,
      answer: { details: { incorporatedOn: "2026-10-25" } },
    });
  });
});

describe("endings", () => {
  test.each([
    ["HRB 12345 B", "45"],
    ["12-3456701", "01"],
    ["DE44 5001 0517 5407 3249 31", "31"],
    ["SC123400", "00"],
    ["", ""],
  ])("of the number %s", (number, ending) => expect(lastTwoDigits(number)).toBe(ending));

  test.each([
    ["Acme Sanctioned Ltd", "sanctioned"],
    ["Nord Maybe GmbH & Co. KG", "maybe"],
    ["Jane  PEP ", "pep"],
    ["Ltd", "ltd"],
    ["Kleine Pep UG (haftungsbeschränkt)", "pep"],
  ])("of the name %s", (name, ending) => expect(lastWord(name)).toBe(ending));
});

test.each(["", "  ", "...", "—"])("a name without a letter (%j) is never clear", async (name) => {
  const result = await ask("watchlist_screening", { kind: "business", name });
  expect(result.ok ? result.answer.status : result.error.kind).toMatch(/^(not_found|input_missing)$/);
});

test("a number that is not in the table is never clear", async () => {
  const listed = new Set(sandboxAnswers.filter((row) => row.by === "number").map((row) => row.suffix));
  const numbered: Capability[] = ["company_lookup", "identity_document", "bank_account_name"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...numbered),
      fc.string({ unit: "grapheme", minLength: 1 }),
      async (c, text) => {
        fc.pre(text.trim() !== "" && !listed.has(lastTwoDigits(text)));
        const field = { company_lookup: "registrationNumber", identity_document: "documentNumber" } as const;
        const name = c === "bank_account_name" ? "accountNumber" : field[c as keyof typeof field];
        const result = await ask(c, { ...questionFor(c, "number", "00"), [name]: text });
        expect(result).toMatchObject({ ok: true, answer: { status: "not_found" } });
      },
    ),
  );
});
