import type { ApiScope } from "@/server/workspaces/policy";

/** What a scope lets a key do, for people who choose. */
export const scopeWords: Record<ApiScope, string> = {
  "applications.create": "Start applications and send their links",
  "applications.view": "Read applications and what they still owe",
  "documents.view": "Read documents that applicants uploaded",
  "decisions.create": "Ask for decisions",
  "decisions.view": "Read decisions with their reasons",
  "parties.view": "Read parties and their data",
};
