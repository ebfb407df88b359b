import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/** A policy with everything that goes on side by side: checks at once, each owner by its own steps and its own run. */

const node = (type: string, title: string, config: Record<string, unknown> = {}) => ({
  type,
  version: 1,
  title,
  config,
});
const edges = (ways: Record<string, string>): WorkflowDocumentInput["edges"] =>
  Object.entries(ways).map(([place, to]) => {
    const [from = "", outlet = ""] = place.split(".");
    return { from, outlet, to };
  });

const common: Pick<WorkflowDocumentInput, "format" | "outcomes" | "settings"> = {
  format: "workflow/v1",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
};

const atLeast = (field: string, value: number) => ({
  id: field.replaceAll(".", "_"),
  ...{ op: "≥", left: { field }, right: { value } },
});

/** One owner: large ones wait until somebody has talked with them. */
export const ownerInterview: WorkflowDocumentInput = {
  ...common,
  key: "owner_interview",
  title: "Owner interview",
  nodes: {
    start: node("sub_workflow_start", "An owner", {
      fields: [
        { path: "input.name", title: "Name", required: true },
        { path: "input.share", title: "Share", type: "number" },
      ],
    }),
    is_large: node("branch", "Holds half or more?", {
      by: "conditions",
      branches: [{ key: "large", title: "Half or more", when: atLeast("input.share", 50) }],
    }),
    talk: node("wait", "Talk with the owner", { for: "signal", name: "talked" }),
    approved: node("end", "Cleared", { outcome: "approve", reasonCodes: [] }),
  },
  edges: edges({
    "start.next": "is_large",
    "is_large.large": "talk",
    "is_large.otherwise": "approved",
    "talk.received": "approved",
  }),
};

/** A company: three checks at once, then its owners one by one. */
export const companyAndOwners: WorkflowDocumentInput = {
  ...common,
  key: "company_and_owners",
  title: "Company and its owners",
  nodes: {
    start: node("decision_start", "Request", {
      fields: [
        { path: "input.number", title: "Registration number" },
        { path: "input.owners", title: "Owners" },
      ],
    }),
    checks: node("split", "Company checks", {
      branches: [
        { key: "register", title: "Register" },
        { key: "watchlists", title: "Watchlists" },
        { key: "bank", title: "Bank account" },
      ],
    }),
    register: node("check", "Company registry", {
      ...{ connection: "registry", capability: "company_lookup" },
      ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
    }),
    watchlists: node("check", "Screening", {
      ...{ connection: "screening", capability: "watchlist_screening" },
      ask: { kind: { value: "business" }, name: "party.name", country: { value: "GB" } },
    }),
    bank: node("check", "Bank account name", {
      ...{ connection: "bank", capability: "bank_account_name" },
      ask: { holder: "party.name", iban: { value: "GB33BUKB20201555555500" }, country: { value: "GB" } },
    }),
    checked: node("join", "All checks in", { split: "checks" }),
    owners: node("for_each", "Every owner", { list: "input.owners[]", concurrency: 5 }),
    is_owner: node("branch", "Holds 25 % or more?", {
      by: "conditions",
      branches: [{ key: "owner", title: "25 % or more", when: atLeast("item.share", 25) }],
    }),
    ways: node("split", "Two ways to know them", {
      branches: [
        { key: "lists", title: "Watchlists" },
        { key: "talk", title: "Interview" },
      ],
    }),
    person: node("check", "Screening of the owner", {
      ...{ connection: "screening", capability: "watchlist_screening" },
      ask: { kind: { value: "person" }, name: "item.name", country: { value: "GB" } },
    }),
    interview: node("sub_workflow", "Owner interview", {
      ...{ workflow: "owner_interview", version: "live" },
      input: { name: { field: "item.name" }, share: { field: "item.share" } },
    }),
    known: node("join", "Both are in", { split: "ways" }),
    cleared: node("item_end", "Cleared", { result: "cleared" }),
    small: node("item_end", "Too small to matter", { result: "skipped" }),
    approved: node("end", "Approve", { outcome: "approve", reasonCodes: [] }),
  },
  edges: edges({
    "start.next": "checks",
    "checks.register": "register",
    "checks.watchlists": "watchlists",
    "checks.bank": "bank",
    "register.answered": "checked",
    "register.no_answer": "checked",
    "watchlists.answered": "checked",
    "watchlists.no_answer": "checked",
    "bank.answered": "checked",
    "bank.no_answer": "checked",
    "checked.joined": "owners",
    "owners.each": "is_owner",
    "is_owner.owner": "ways",
    "is_owner.otherwise": "small",
    "ways.lists": "person",
    "ways.talk": "interview",
    "person.answered": "known",
    "person.no_answer": "known",
    "interview.completed": "known",
    "known.joined": "cleared",
    "owners.done": "approved",
  }),
};

/** What waits at one owner, and what is over. */
export const companies: { name: string; owners: { name: string; share: number }[] }[] = [
  {
    name: "Harbour Lane Foods Ltd",
    owners: [
      { name: "Jane Roe", share: 60 },
      { name: "Karl Penrose", share: 30 },
      { name: "Lucia Marchetti", share: 10 },
    ],
  },
  {
    name: "Cooperative of Many Owners Ltd",
    owners: Array.from({ length: 24 }, (_, i) => ({
      name: `Member ${i + 1} Whitcombe`,
      share: i < 3 ? 27 : 1,
    })),
  },
];
