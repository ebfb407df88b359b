import { templates } from "@/db/seed/templates/templates";
import type { WorkflowDocument } from "./schema";

/** What a new workflow can begin as: the policies the demo is made with, whole. */
export const listTemplates = (): readonly WorkflowDocument[] => templates;
