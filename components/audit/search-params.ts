import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { auditActions } from "@/server/audit/schema";

/** What a link to the audit carries. */
export const auditParams = {
  action: parseAsStringLiteral(auditActions),
  subjectKind: parseAsString,
  subjectId: parseAsString,
  actorId: parseAsString,
};
