import type { WorkflowDocument } from "@/server/workflows/schema";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { lender } from "./lender";
import { loanCases } from "./lender/cases";
import { marketplaceSeller } from "./marketplace-seller";
import { sellerCases } from "./marketplace-seller/cases";
import { merchantUnderwriting } from "./merchant-underwriting";
import { merchantCases } from "./merchant-underwriting/cases";
import { orderCheck } from "./order-check";
import { personKyc } from "./person-kyc";

/** The workflows every new demo is published with. */
export const published: readonly WorkflowDocument[] = [marketplaceSeller, personKyc, orderCheck];

/** What a new workflow can begin as. */
export const templates: readonly WorkflowDocument[] = [...published, merchantUnderwriting, lender];

const cases: { readonly [key: string]: () => SavedTest[] } = {
  [marketplaceSeller.key]: sellerCases,
  [merchantUnderwriting.key]: merchantCases,
  [lender.key]: loanCases,
};
const made = new Map<string, SavedTest[]>();

/** The test cases a template comes with. They are played into shape once, when somebody first asks. */
export function templateTests(key: string): readonly SavedTest[] {
  const known = made.get(key) ?? cases[key]?.() ?? [];
  made.set(key, known);
  return known;
}
