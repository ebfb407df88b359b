import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/server/engine/state";
import { type Simulation, simulate } from "@/server/testing/simulate";
import { germanIban, germanSeller, type Person, ukSeller, usSeller } from "../scenarios/sellers";
import { marketplaceSeller } from "./marketplace-seller";

const ada: Person = {
  firstName: "Ada",
  lastName: "Moss",
  dateOfBirth: "1984-05-02",
  nationality: "GB",
  role: "owner_director",
  share: 60,
  isSignatory: true,
};
const finn: Person = {
  firstName: "Finn",
  lastName: "Hart",
  dateOfBirth: "1979-11-20",
  nationality: "IE",
  role: "owner",
  share: 40,
};

async function run(answers: JsonObject): Promise<Simulation> {
  const played = await simulate(marketplaceSeller);
  await played.submit(answers);
  return played;
}
const uk = (more: JsonObject = {}, owners: Person[] = [ada, finn]) =>
  run(ukSeller({ legalName: "Northwind Trading Ltd", owners, more }));
const outcome = (played: Simulation) => played.state.decision?.outcome ?? played.state.status;
const fired = (played: Simulation, node: string) =>
  (played.state.data.nodes[node]?.["fired"] as { code: string }[] | undefined)?.map((rule) => rule.code) ??
  [];
const allFired = (played: Simulation) =>
  ["eligibility", "company", "screening", "identity_rules", "decision"].flatMap((node) =>
    fired(played, node),
  );

describe("marketplace seller: the whole way", () => {
  it("approves a clean UK Ltd with nobody touching it", async () => {
    const played = await uk();
    expect(outcome(played)).toBe("approve");
    expect(played.state.decision).toMatchObject({
      reasonCodes: ["ALL_CLEAR"],
      outputs: { payoutDelayDays: 5 },
      score: 0,
    });
    expect(played.mails).toEqual(["You can sell on Bazaarly"]);
    expect(played.path).not.toContain("manual_review");
  });

  it("approves a clean US LLC and a clean German GmbH", async () => {
    const jo: Person = { ...ada, firstName: "Jo", lastName: "Lane", nationality: "US" };
    expect(outcome(await run(usSeller({ legalName: "Prairie Goods LLC", owners: [jo, finn] })))).toBe(
      "approve",
    );
    const lea: Person = { ...ada, firstName: "Lea", lastName: "Brandt", nationality: "DE" };
    expect(outcome(await run(germanSeller({ legalName: "Lichtwerk GmbH", owners: [lea, finn] })))).toBe(
      "approve",
    );
  });

  it("sends a GmbH with a PEP owner to EDD, back to the applicant, and on to approval by two people", async () => {
    const pep: Person = { ...finn, firstName: "Karl", lastName: "Pep", nationality: "DE" };
    const played = await run(germanSeller({ legalName: "Lichtwerk GmbH", owners: [ada, pep] }));
    expect([...played.waits.keys()]).toEqual(["edd_review"]);
    expect(played.waits.get("edd_review")?.request).toMatchObject({
      queue: "edd",
      fourEyes: "approve",
      reasonCodes: ["PEP"],
    });
    const items = [
      {
        kind: "document",
        key: "source_of_funds",
        subject: "forms.seller.owners[1]",
        reasonCode: "DOCUMENT_MISSING",
      },
      { kind: "field", key: "forms.seller.description", subject: "party", reasonCode: "DETAILS_UNCLEAR" },
    ];
    await played.decide("send_back", { items });
    expect(played.requirements()).toMatchObject(items);
    await played.answer({ seller: { description: "Refurbished cameras, bought from German dealers only." } });
    expect([...played.waits.keys()]).toEqual(["edd_review"]);
    expect(played.state.data.forms["seller"]).toMatchObject({
      legalName: "Lichtwerk GmbH",
      description: "Refurbished cameras, bought from German dealers only.",
    });
    await played.decide("approve");
    expect(outcome(played)).toBe("approve");
  });

  it("declines a dissolved US LLC before any later vendor is called", async () => {
    const played = await run(
      usSeller({ legalName: "Prairie Goods LLC", registrationNumber: "7654301", owners: [ada, finn] }),
    );
    expect(played.state.decision).toMatchObject({ outcome: "decline", reasonCodes: ["COMPANY_NOT_ACTIVE"] });
    expect(new Set(played.asked.map((question) => question.node))).toEqual(new Set(["registry"]));
    const reason = marketplaceSeller.reasonCodes["COMPANY_NOT_ACTIVE"];
    expect(reason?.applicant).not.toBe(reason?.staff);
  });

  it.each([
    ["the registry is down", { registrationNumber: "01234530" }],
    ["the registry answers garbage", { registrationNumber: "01234540" }],
    ["the registry does not know the company", { registrationNumber: "01234510" }],
    ["the registry says a word we do not know", { registrationNumber: "01234541" }],
    ["the bank is down", { accountNumber: "55779930" }],
    ["the screening is down", { legalName: "Northwind Down Ltd" }],
  ])("ends at a human, not at an approval, when %s", async (_, more) => {
    const played = await uk(more);
    expect([...played.waits.keys()]).toEqual(["manual_review"]);
    expect(fired(played, "decision")).toContain("CHECK_WITHOUT_ANSWER");
    expect(fired(played, "decision")).not.toContain("ALL_CLEAR");
    await played.decide("approve");
    expect(outcome(played)).toBe("approve");
  });

  it("refuses people under 18 and prohibited countries before a vendor is asked", async () => {
    for (const [owner, code] of [
      [{ ...finn, dateOfBirth: "2008-11-25" }, "UNDER_AGE"],
      [{ ...finn, residence: "KP" }, "COUNTRY_NOT_SERVED"],
    ] as const) {
      const played = await uk({}, [ada, owner]);
      expect(played.state.decision).toMatchObject({ outcome: "decline", reasonCodes: [code] });
      expect(played.asked).toEqual([]);
    }
    // Their eighteenth birthday is today.
    expect(outcome(await uk({}, [ada, { ...finn, dateOfBirth: "2008-11-24" }]))).toBe("approve");
  });

  it("declines a forged document and a confirmed sanctions hit", async () => {
    const forged = await uk({}, [{ ...ada, documentNumber: "P1234501" }, finn]);
    expect(forged.state.decision).toMatchObject({
      outcome: "decline",
      reasonCodes: ["DOCUMENT_NOT_ACCEPTED"],
    });
    expect(forged.asked.some((question) => question.node === "bank")).toBe(false);
    const listed = await uk({}, [ada, { ...finn, lastName: "Sanctioned" }]);
    expect(listed.state.decision).toMatchObject({ outcome: "decline", reasonCodes: ["SANCTIONS"] });
    expect(listed.asked.some((question) => question.node === "identity")).toBe(false);
  });

  it("asks for another account when the bank knows another name, and goes on with the new one", async () => {
    const played = await uk({ accountNumber: "55779901" });
    expect([...played.waits.keys()]).toEqual(["ask"]);
    expect(played.requirements().map(({ kind, key, subject }) => [kind, key, subject])).toEqual([
      ["field", "forms.seller.accountHolder", "party"],
      ["field", "forms.seller.sortCode", "party"],
      ["field", "forms.seller.accountNumber", "party"],
      ["document", "bank_statement", "party"],
    ]);
    await played.answer({ seller: { accountNumber: "55779900" } });
    expect(outcome(played)).toBe("approve");
  });

  it("leaves an account that stays wrong to a person", async () => {
    const played = await uk({ accountNumber: "55779901" });
    await played.answer({ seller: { accountNumber: "66889901" } });
    expect([...played.waits.keys()]).toEqual(["manual_review"]);
  });

  it("asks only the person whose document expired, three times in all, then a person decides", async () => {
    const played = await uk({}, [ada, { ...finn, documentNumber: "P7654302" }]);
    for (const tries of [1, 2]) {
      expect([...played.waits.keys()]).toEqual(["ask_identity"]);
      expect(played.requirements().map(({ key, subject }) => [key, subject])).toEqual([
        ["forms.seller.owners[1].documentNumber", "forms.seller.owners[1]"],
        ["identity_document", "forms.seller.owners[1]"],
      ]);
      expect(played.state.data.values["identityTries"]).toBe(tries);
      await played.answer({ seller: { owners: [null, { documentNumber: `P765430${tries}2` }] } });
    }
    expect([...played.waits.keys()]).toEqual(["manual_review"]);
    expect(fired(played, "identity_rules")).toEqual(["IDENTITY_TRIES_USED"]);
  });

  it("goes on when the second document is good", async () => {
    const played = await uk({}, [ada, { ...finn, documentNumber: "P7654305" }]);
    await played.answer({ seller: { owners: [null, { documentNumber: "P7654300" }] } });
    expect(outcome(played)).toBe("approve");
    expect(played.state.data.forms["seller"]?.["owners"]).toMatchObject([
      { lastName: "Moss" },
      { lastName: "Hart", documentNumber: "P7654300" },
    ]);
  });

  it("ends without a verdict on the applicant when they do not come back", async () => {
    const never = await simulate(marketplaceSeller);
    await never.expire();
    expect(never.state.decision).toMatchObject({ outcome: "withdrawn", reasonCodes: ["NOT_COMPLETED"] });
    const late = await uk({ accountNumber: "55779901" });
    await late.expire();
    expect(outcome(late)).toBe("withdrawn");
  });

  it("sends shares that do not add up to a person", async () => {
    const played = await uk({}, [ada, { ...finn, share: 70 }]);
    expect([...played.waits.keys()]).toEqual(["manual_review"]);
    expect(played.asked).toEqual([]);
  });

  it("identifies everybody with 25 % or more and whoever signs, and nobody else", async () => {
    const played = await uk({}, [
      { ...ada, share: 50 },
      { ...finn, share: 24.99 },
      { ...finn, lastName: "Quill", share: 25 },
      {
        firstName: "Sam",
        lastName: "Reed",
        dateOfBirth: "1990-01-01",
        nationality: "GB",
        role: "director",
        share: 0,
      },
    ]);
    const about = (node: string) =>
      played.asked.filter((one) => one.node === node).map(({ subject }) => subject.slice(-3));
    expect(about("identity")).toEqual(["[0]", "[2]"]);
    expect(about("people_screening")).toEqual(["[0]", "[1]", "[2]", "[3]"]);
  });
});

describe("marketplace seller: every rule", () => {
  const pages: [string, () => Promise<Simulation>][] = [
    ["PROHIBITED_COUNTRY", () => uk({ shipsFrom: "IR" })],
    ["REMOVED_SELLER", () => uk({ registrationNumber: "09990001" })],
    ["TRADER_DATA_MISSING", () => uk({ sellsToEu: true })],
    [
      "MANY_ACCOUNTS_ON_DEVICE",
      async () => {
        const party = { facts: { accountsOnDevice: 4 } };
        const played = await simulate(marketplaceSeller, { party });
        await played.submit(ukSeller({ legalName: "Northwind Trading Ltd", owners: [ada, finn] }));
        return played;
      },
    ],
    ["UNDER_AGE", () => uk({}, [{ ...ada, dateOfBirth: "2010-01-01" }, finn])],
    ["COMPANY_DISSOLVED", () => uk({ registrationNumber: "01234501" })],
    ["COMPANY_CLOSING", () => uk({ registrationNumber: "01234503" })],
    ["COMPANY_NAME_DIFFERS", () => uk({ registrationNumber: "01234505" })],
    ["SANCTIONED", () => uk({ legalName: "Northwind Sanctioned Ltd" })],
    ["PEP", () => uk({}, [ada, { ...finn, lastName: "Pep" }])],
    ["POSSIBLE_HIT", () => uk({}, [ada, { ...finn, lastName: "Maybe" }])],
    ["ADVERSE_MEDIA", () => uk({ legalName: "Northwind Adverse Ltd" })],
    ["DOCUMENT_FORGED", () => uk({}, [{ ...ada, documentNumber: "P1234501" }, finn])],
    ["DOCUMENT_UNUSABLE", () => uk({}, [{ ...ada, documentNumber: "P1234502" }, finn])],
    ["OWNER_NOT_VERIFIED", () => uk({}, [{ ...ada, documentNumber: "P1234510" }, finn])],
    ["DOCUMENT_NAMES_ANOTHER", () => uk({}, [{ ...ada, documentNumber: "P1234503" }, finn])],
    ["CHECK_WITHOUT_ANSWER", () => uk({ registrationNumber: "01234530" })],
    ["BANK_HOLDER_DIFFERS_GB", () => uk({ accountNumber: "55779901" })],
    ["BANK_ACCOUNT_UNUSABLE_GB", () => uk({ accountNumber: "55779903" })],
    [
      "BANK_HOLDER_DIFFERS_DE",
      () =>
        run(
          germanSeller({
            legalName: "Lichtwerk GmbH",
            owners: [ada, finn],
            more: { iban: germanIban("532013001") },
          }),
        ),
    ],
    [
      "BANK_ACCOUNT_UNUSABLE_DE",
      () =>
        run(
          germanSeller({
            legalName: "Lichtwerk GmbH",
            owners: [ada, finn],
            more: { iban: germanIban("532013010") },
          }),
        ),
    ],
    [
      "BANK_HOLDER_DIFFERS_US",
      () =>
        run(
          usSeller({ legalName: "Prairie LLC", owners: [ada, finn], more: { accountNumber: "483321101" } }),
        ),
    ],
    [
      "BANK_ACCOUNT_UNUSABLE_US",
      () =>
        run(
          usSeller({ legalName: "Prairie LLC", owners: [ada, finn], more: { accountNumber: "483321103" } }),
        ),
    ],
    ["BANK_NAME_SIMILAR", () => uk({ accountNumber: "55779902" })],
    ["BANK_ABROAD", () => uk({ accountNumber: "55779905" })],
    ["LICENCE_MISSING", () => uk({ category: "alcohol" })],
    [
      "YOUNG_WITH_LARGE_PLANS",
      () => uk({ registrationNumber: "01234506", plannedSales: { amount: 75_000_01, currency: "EUR" } }),
    ],
    ["PAYOUTS_SLOWER", () => uk({ registrationNumber: "01234506" })],
    ["ALL_CLEAR", () => uk()],
  ];

  it.each(pages)("%s can be true, and is silent for a clean seller", async (code, play) => {
    expect(allFired(await play())).toContain(code);
    if (code !== "ALL_CLEAR") expect(allFired(await uk())).not.toContain(code);
  });

  it("has no rule that no test makes true", () => {
    const written = Object.values(marketplaceSeller.rules).flatMap((set) =>
      set.rules.map((rule) => rule.code),
    );
    const tested = [...pages.map(([code]) => code), "IDENTITY_TRIES_USED"];
    expect(tested.sort()).toEqual(written.sort());
  });

  it("keeps to its limits exactly", async () => {
    const atLimit = await uk({
      registrationNumber: "01234506",
      plannedSales: { amount: 75_000_00, currency: "EUR" },
    });
    expect(allFired(atLimit)).not.toContain("YOUNG_WITH_LARGE_PLANS");
    expect(atLimit.state.decision).toMatchObject({ outcome: "approve", outputs: { payoutDelayDays: 10 } });
    const licensed = await uk({ category: "alcohol", licence: "doc_licence", licenceNumber: "AL-1" });
    expect(outcome(licensed)).toBe("approve");
    const inSepa = germanSeller({
      legalName: "Lichtwerk GmbH",
      owners: [ada, finn],
      more: { iban: germanIban("532013005") },
    });
    expect(outcome(await run(inSepa))).toBe("approve");
  });
});
