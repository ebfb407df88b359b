import { expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { personKyc } from "@/db/seed/templates/person-kyc";
import { validateForm } from "@/server/collection/validation/policy";
import { withoutPersonalData } from "../anonymous/policy";
import { readsOf } from "../reads/policy";
import { answeredWith, owedIn, SAMPLE_DOCUMENT, sampleAnswers } from "./policy";

const scope = { at: "2026-01-31T12:00:00.000Z", timeZone: "UTC" };

it.each(
  [marketplaceSeller, personKyc].flatMap((document) =>
    Object.values(document.forms).map((form) => [`${document.title}: ${form.title}`, form] as const),
  ),
)("%s: samples leave nothing unanswered that must be", (_, form) => {
  const missing = validateForm(form, sampleAnswers(form, {}, scope), scope).filter(
    ({ code }) => code === "required",
  );
  expect(missing).toEqual([]);
});

it("keeps what was answered already", () => {
  const form = marketplaceSeller.forms["seller"]!;
  expect(sampleAnswers(form, { legalName: "Acme Ltd" }, scope)["legalName"]).toBe("Acme Ltd");
});

it("answers what is owed where it belongs, and leaves neighbours alone", () => {
  const owed = owedIn(marketplaceSeller, {
    requirements: [
      { kind: "document", key: "source_of_funds", subject: "party", reasonCode: "PEP" },
      {
        kind: "field",
        key: "forms.seller.owners[1].share",
        subject: "forms.seller.owners[1]",
        reasonCode: "X",
      },
      { kind: "nonsense" },
    ],
  });
  expect(owed.map(({ title }) => title)).toEqual([
    "Proof of the source of funds",
    expect.stringMatching(/\w/),
  ]);
  expect(owed[1]?.schema).toBeDefined();
  expect(answeredWith(owed, [undefined, 40])).toEqual({
    answers: { forms: { seller: { owners: [null, { share: 40 }] } } },
    requirements: [
      {
        id: "owed_1",
        kind: "document",
        key: "source_of_funds",
        subject: "party",
        documentId: SAMPLE_DOCUMENT,
      },
      {
        id: "owed_2",
        kind: "field",
        key: "forms.seller.owners[1].share",
        subject: "forms.seller.owners[1]",
      },
    ],
  });
});

it("says what a node read, by the paths in its settings and in the rules they name", () => {
  const saw = {
    input: {},
    party: {},
    forms: { seller: { country: "GB", legalName: "Acme Ltd", registrationNumber: "1" } },
    nodes: {},
    values: {},
  };
  const registry = readsOf(marketplaceSeller, "registry", saw);
  expect(registry.map(({ path, value }) => [path, value])).toEqual([
    ["forms.seller.country", "GB"],
    ["forms.seller.legalName", "Acme Ltd"],
    ["forms.seller.registrationNumber", "1"],
  ]);
  const rules = readsOf(marketplaceSeller, "eligibility", saw).map(({ path }) => path);
  expect(rules).toContain("forms.seller.owners");
  expect(readsOf(marketplaceSeller, "tell_approved", saw).map(({ path }) => path)).toEqual([
    "forms.seller.legalName",
  ]);
});

it("keeps nothing of a real person in a test case, and the same words the same", () => {
  const clean = withoutPersonalData(marketplaceSeller, {
    setup: {
      at: scope.at,
      input: {},
      party: { kind: "business", name: "Real Company Ltd", country: "DE" },
      pins: {},
    },
    answers: [
      {
        kind: "signal",
        to: "application::1:1",
        payload: {
          answers: {
            legalName: "Real Company Ltd",
            incorporatedOn: "2019-03-14",
            owners: [
              { lastName: "Realperson", dateOfBirth: "1980-05-17", share: 60, role: "owner_director" },
            ],
          },
        },
      },
      {
        kind: "said",
        to: "registry:party:1:1",
        output: { status: "clear", label: "Realperson", details: {} },
      },
    ],
  });
  expect(JSON.stringify(clean)).not.toMatch(/Real/);
  expect(clean.setup.party).toEqual({ kind: "business", name: "Sample 1", country: "DE" });
  expect(clean.answers).toMatchObject([
    {
      payload: {
        answers: {
          legalName: "Sample 1",
          incorporatedOn: "2019-03-14",
          owners: [{ lastName: "Sample 2", dateOfBirth: "1980-01-01", share: 60, role: "owner_director" }],
        },
      },
    },
    { output: { status: "clear", label: "Sample 2" } },
  ]);
});
