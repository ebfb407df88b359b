import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Reason } from "./schema";

/** The words of reason codes in both voices, most important first. A code the version does not know keeps its name. */
export function reasonsOf(document: WorkflowDocument, codes: readonly string[]): Reason[] {
  const last = 1_000;
  return [...new Set(codes)]
    .map((code) => ({ code, known: document.reasonCodes[code] }))
    .sort((a, b) => (a.known?.priority ?? last) - (b.known?.priority ?? last) || (a.code < b.code ? -1 : 1))
    .map(({ code, known }) => ({ code, applicant: known?.applicant ?? "", staff: known?.staff ?? code }));
}

/** The reasons a notice to the applicant lists: the first n by priority, and none twice in the same words. */
export function noticeOf(document: WorkflowDocument, codes: readonly string[]): Reason[] {
  const said = new Set<string>();
  const listed = reasonsOf(document, codes).filter(({ applicant }) => {
    if (applicant === "" || said.has(applicant)) return false;
    said.add(applicant);
    return true;
  });
  return listed.slice(0, document.settings.noticeReasons);
}
