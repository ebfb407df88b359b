import { templates, templateTests } from "@/db/seed/templates/templates";
import type { Beginning } from "./beginnings/policy";

/** What a new workflow can begin as: whole policies, each with its test cases. */
export const listTemplates = (): readonly Beginning[] =>
  templates.map((document) => ({
    document,
    editor: { positions: {}, notes: [], tests: [...templateTests(document.key)] },
  }));
