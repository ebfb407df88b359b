import type { ApiScope } from "@/server/workspaces/policy";

/** What a scope lets a key do, for people who choose. */
export const scopeWords: Record<ApiScope, string> = {
  "applications.create": "Start applications and send their links",
  "applications.view": "Read applications and what they still owe",
  "applications.invite": "Make new links of an application, and close them",
  "applications.answer": "Hand in documents and answers in the applicant's place",
  "applications.cancel": "Cancel applications",
  "documents.view": "Read documents that applicants uploaded",
  "decisions.create": "Ask for decisions",
  "decisions.view": "Read decisions with their reasons",
  "parties.view": "Read parties and their data",
  "parties.change": "Create parties and change their data",
  "cases.view": "Read cases",
  "cases.assign": "Give cases to members",
  "cases.note": "Write notes into cases",
  "runs.view": "Read runs, their path and their journal",
  "runs.signal": "Send signals that runs wait for",
  "runs.resolve": "Resolve runs that need attention",
  "runs.cancel": "Cancel runs",
  "workflows.view": "Read workflows, and check documents",
  "lists.view": "Read lists, and ask whether a value is on one",
  "lists.change": "Add entries to lists, and take them off",
  "webhooks.view": "Read webhook endpoints and what was sent to them",
  "webhooks.change": "Add and delete webhook endpoints",
  "webhooks.replay": "Send webhooks again",
};
