/** Where an application stands, in one word. */
export const applicationStatuses = [
  "collecting",
  "processing",
  "waiting_for_applicant",
  "in_review",
  "attention",
  "decided",
  "ended",
  "cancelled",
] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

/** Where an application stands: its run's status, made plainer by what the run waits for. */
export function applicationStatus(
  run: "running" | "waiting" | "attention" | "completed" | "cancelled",
  openSignals: readonly string[],
  isDecided: boolean,
): ApplicationStatus {
  if (isDecided) return "decided";
  if (run === "cancelled") return "cancelled";
  if (run === "completed") return "ended";
  if (run === "attention") return "attention";
  // The applicant can act at once, a reviewer in their own time: what the applicant owes is named first.
  if (openSignals.includes("requirements_answered")) return "waiting_for_applicant";
  if (openSignals.includes("form_submitted")) return "collecting";
  if (openSignals.includes("case_decided")) return "in_review";
  return "processing";
}
