import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/server/engine/state";
import { type Simulation, simulate } from "@/server/testing/simulate";
import { personAnswers } from "../scenarios/persons";
import { orderCheck } from "./order-check";
import { personKyc } from "./person-kyc";

async function run(more: JsonObject = {}): Promise<Simulation> {
  const played = await simulate(personKyc);
  await played.submit(personAnswers({ firstName: "Nora", lastName: "Feld" }, more));
  return played;
}
const outcome = (played: Simulation) => played.state.decision?.outcome ?? [...played.waits.keys()].join();
const fired = (played: Simulation) =>
  ["eligibility", "watchlists", "decision"].flatMap(
    (node) =>
      (played.state.data.nodes[node]?.["fired"] as { code: string }[] | undefined)?.map(
        (rule) => rule.code,
      ) ?? [],
  );

describe("person", () => {
  const cases: [string, JsonObject, string][] = [
    ["PROHIBITED_COUNTRY", { taxCountry: "KP" }, "decline"],
    ["UNDER_AGE", { dateOfBirth: "2008-11-25" }, "decline"],
    ["SANCTIONED", { lastName: "Sanctioned" }, "decline"],
    ["PEP", { lastName: "Pep" }, "edd_review"],
    ["PEP", { publicOffice: true, publicOfficeDetails: "Member of the city council" }, "edd_review"],
    ["POSSIBLE_HIT", { lastName: "Maybe" }, "edd_review"],
    ["ADVERSE_MEDIA", { lastName: "Adverse" }, "edd_review"],
    ["DOCUMENT_FORGED", { documentNumber: "P101" }, "decline"],
    ["DOCUMENT_UNUSABLE", { documentNumber: "P102" }, "ask"],
    ["DOCUMENT_NAMES_ANOTHER", { documentNumber: "P103" }, "manual_review"],
    ["CHECK_WITHOUT_ANSWER", { documentNumber: "P130" }, "manual_review"],
    ["CHECK_WITHOUT_ANSWER", { lastName: "Garbage" }, "manual_review"],
    ["ALL_CLEAR", {}, "approve"],
  ];

  it.each(cases)("%s: %j ends at %s", async (code, more, end) => {
    const played = await run(more);
    expect(outcome(played)).toBe(end);
    expect(fired(played)).toContain(code);
    if (code !== "ALL_CLEAR") expect(fired(await run())).not.toContain(code);
  });

  it("has no rule that no test makes true", () => {
    const written = Object.values(personKyc.rules).flatMap((set) => set.rules.map((rule) => rule.code));
    expect([...new Set([...cases.map(([code]) => code), "IDENTITY_TRIES_USED"])].sort()).toEqual(
      written.sort(),
    );
  });

  it("takes three documents, and counts only those that failed", async () => {
    const played = await run({ documentNumber: "P105" });
    await played.answer({ person: { documentNumber: "P202" } });
    expect(outcome(played)).toBe("ask");
    await played.answer({ person: { documentNumber: "P310" } });
    expect(outcome(played)).toBe("manual_review");
    expect(fired(played)).toContain("IDENTITY_TRIES_USED");
    const second = await run({ documentNumber: "P105" });
    await second.answer({ person: { documentNumber: "P200" } });
    expect(outcome(second)).toBe("approve");
  });
});

describe("order check", () => {
  it.each([
    [{ amount: 120, country: "DE" }, "approve", []],
    [{ amount: 5000, country: "DE" }, "approve", []],
    [{ amount: 5000.01, country: "DE" }, "review", ["LARGE_ORDER"]],
    [{ amount: 999.99, country: "BR" }, "approve", []],
    [{ amount: 1000, country: "BR" }, "review", ["LARGE_ORDER_ABROAD"]],
    [{ amount: 1, country: "IR" }, "decline", ["COUNTRY_NOT_SERVED"]],
    // What cannot be read is never approved.
    [{ amount: "120", country: "DE" }, "review", []],
    [{ amount: -1, country: "DE" }, "review", []],
  ] as const)("%j is %s", async (input, expected, codes) => {
    const played = await simulate(orderCheck, { input });
    expect(played.state.decision).toMatchObject({ outcome: expected, reasonCodes: codes });
  });

  it("is not decided without an amount", async () => {
    expect((await simulate(orderCheck, { input: { country: "DE" } })).state.status).toBe("attention");
  });
});
