/** The allowed values of columns: pure tuples, read by tables and by zod. */
export const workspaceKinds = ["live", "sandbox"] as const;
export const roles = ["admin", "risk_manager", "analyst", "senior_analyst", "auditor", "developer"] as const;
export const partyKinds = ["business", "person"] as const;
export const channels = ["hosted", "api", "staff"] as const;
export const runStatuses = ["running", "waiting", "attention", "completed", "cancelled"] as const;
/** `shadow` runs beside a live one and touches nothing outside; `challenger` decides, for a share of the parties. */
export const runModes = ["live", "shadow", "challenger"] as const;
export const effectStatuses = [
  "planned",
  "started",
  "awaiting",
  "succeeded",
  "failed",
  "unknown",
  "late",
] as const;
export const caseStatuses = [
  "open",
  "waiting_for_applicant",
  "waiting_for_second",
  "snoozed",
  "decided",
  "cancelled",
] as const;
export const requirementStates = [
  "eventually_due",
  "currently_due",
  "pending_verification",
  "past_due",
  "satisfied",
  "waived",
] as const;
export const requirementKinds = ["field", "document"] as const;
export const documentStates = ["processing", "ready", "refused"] as const;
export const checkStatuses = ["clear", "hit", "not_found", "unknown", "no_answer", "input_missing"] as const;
export const messageStatuses = ["queued", "sent", "failed", "held"] as const;
export const verdicts = ["approve", "decline", "send_back"] as const;

export const batchFormats = ["csv", "jsonl"] as const;
export const batchStatuses = ["receiving", "running", "paused", "completed", "cancelled"] as const;
export const batchRowStates = ["pending", "started", "decided", "failed", "cancelled"] as const;

export const deliveryStates = ["pending", "delivered", "failed", "held", "skipped"] as const;
export const endpointPauses = ["member", "failing", "gone"] as const;
export const callbackStates = ["received", "applied", "interim", "late", "unmatched", "refused"] as const;
export const rolloutModes = ["shadow", "challenger"] as const;
export const patchKinds = ["begun", "edited", "undone", "redone"] as const;
export const reviewStates = ["open", "approved", "rejected", "withdrawn", "outdated", "used"] as const;
export const changeKinds = ["publish", "make_live", "challenger"] as const;
export const scheduleStates = ["planned", "done", "cancelled", "failed"] as const;
export const migrationStates = ["running", "done"] as const;
export const movedStates = ["planned", "moved", "refused", "failed"] as const;
export const backtestStates = ["running", "done", "cancelled", "failed"] as const;
/** `flipped`: another outcome; `changed`: the same for other reasons; `not_comparable`: asks what nobody answered. */
export const backtestFindings = ["flipped", "changed", "not_comparable"] as const;
export const labelKinds = ["chargeback", "confirmed_fraud", "confirmed_good"] as const;
export const labelVerdicts = ["bad", "good"] as const;
export const shadowStates = ["waiting", "compared", "not_comparable"] as const;
export const listKinds = ["text", "number", "email", "domain", "iban", "ip", "country", "hash"] as const;
export const listChangeKinds = ["add", "change", "withdraw", "import"] as const;
export const listChangeStates = ["waiting", "applied", "refused", "taken_back"] as const;

/** Who asked for a decision to be made once more. */
export const rerunOrigins = ["member", "night"] as const;
/** `broken`: its journal cannot be played any more. */
export const rerunResults = ["same", "different", "broken"] as const;

export type WorkspaceKind = (typeof workspaceKinds)[number];
export type Role = (typeof roles)[number];
export type CaseStatus = (typeof caseStatuses)[number];
export type RunMode = (typeof runModes)[number];
export type RolloutMode = (typeof rolloutModes)[number];
export type RequirementState = (typeof requirementStates)[number];
export type CheckStatus = (typeof checkStatuses)[number];
export type Verdict = (typeof verdicts)[number];
export type BatchStatus = (typeof batchStatuses)[number];
export type BacktestState = (typeof backtestStates)[number];
export type BacktestFinding = (typeof backtestFindings)[number];
export type LabelVerdict = (typeof labelVerdicts)[number];
export type DeliveryState = (typeof deliveryStates)[number];
export type CallbackState = (typeof callbackStates)[number];
