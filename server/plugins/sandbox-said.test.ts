import { expect, test } from "vitest";
import type { PluginCall, VendorPlugin } from "./contract";
import { plugins } from "./plugins";
import { sandboxAnswers } from "./sandbox-answers";
import { sandboxSaid } from "./sandbox-said";

const at = "2026-01-31T12:00:00.000Z";
const call: PluginCall = {
  idempotencyKey: "trial",
  attempt: 1,
  timeoutMs: 10,
  signal: new AbortController().signal,
  at: new Date(at),
};

const vendors: { [capability: string]: VendorPlugin } = {
  company_lookup: plugins["sandbox-registry"],
  watchlist_screening: plugins["sandbox-screening"],
  identity_document: plugins["sandbox-identity"],
  bank_account_name: plugins["sandbox-bank"],
};

const requestFor = ({ capability, by, suffix }: (typeof sandboxAnswers)[number]) => {
  const ending = suffix === "any other" ? (by === "number" ? "77" : "Quiet") : suffix;
  const number = `123456${ending}`;
  switch (capability) {
    case "company_lookup":
      return { country: "GB", registrationNumber: number, name: "Acme Ltd" };
    case "watchlist_screening":
      return { kind: "person", name: `Jane ${ending}` };
    case "identity_document":
      return {
        ...{ firstName: "Jane", lastName: by === "name" ? ending : "Roe", dateOfBirth: "1990-01-01" },
        ...(by === "number" ? { documentNumber: number } : { documentIds: ["doc_1"] }),
      };
    case "bank_account_name":
      return { holder: "Acme Ltd", accountNumber: number, country: "GB" };
  }
};

/* Those that wait or answer later say the same in the end; waiting for them would only make the test slow. */
const quick = sandboxAnswers.filter(
  ({ manner }) => !["slow", "never", "calls_back", "forgets"].includes(manner),
);

test.each(quick.map((row) => [`${row.capability} …${row.suffix}`, row] as const))(
  "%s: says at once what the vendor says",
  async (_, row) => {
    const request = requestFor(row);
    const theirs = await vendors[row.capability]!.check(row.capability, request, {}, {}, call).then(
      (output) => ({ output }),
      ({ kind, message }: { kind: string; message: string }) => ({ error: { kind, message } }),
    );
    const ours = sandboxSaid(row.capability, request, { attempt: 1, at });
    if ("error" in ours) expect(theirs).toMatchObject({ error: { kind: ours.error.kind } });
    else expect(theirs).toEqual(ours);
  },
);

test("a question that lacks a field is not answered", () => {
  expect(sandboxSaid("company_lookup", {}, { attempt: 1, at })).toMatchObject({
    error: { kind: "input_missing" },
  });
});
