import { type CheckStatus, checkStatuses } from "@/db/enums/enums";
import type { checks } from "@/db/schema";
import type { AuditInput } from "@/server/audit/record";
import type { Context } from "@/server/context";
import type {
  EffectError,
  Json,
  JsonObject,
  Pending,
  RunEvent,
  StepResult,
  Token,
} from "@/server/engine/state";
import type { CheckRequest } from "@/server/nodes/subjects";
import { newId } from "@/server/platform/ids";
import { type CheckAnswer, checkAnswer } from "@/server/plugins/contract";
import type { RunHead } from "./head";
import { places } from "./places";

/** What is kept of an answer, sealed: what people read. */
export interface CheckBody {
  label: string;
  sentence: string;
  details: JsonObject;
  source: string;
  subjectName: string | null;
  vendorReference?: string | undefined;
  /** The member who answered in the vendor's place. */
  by?: string | undefined;
  /** What that member did, and why. */
  note?: string | undefined;
}

/** Steps whose answers people read as checks. */
const asksVendors = (type: string | undefined) => type === "check" || type === "screening";

interface Answered {
  pending: Pending;
  token: Token;
  status: CheckStatus;
  said: Pick<CheckBody, "label" | "sentence"> & Partial<CheckBody>;
}

/** One row per subject a check has its last word on; an attempt that will be repeated leaves none. */
export function finalChecks(
  ctx: Context,
  head: RunHead,
  event: RunEvent,
  result: StepResult,
): { rows: (typeof checks.$inferInsert)[]; entries: AuditInput[] } {
  const { nodes } = head.compiled.document;
  const answered = lastWords(head, event, result).filter(({ token }) => asksVendors(nodes[token.node]?.type));
  const rows = answered.map(({ pending, token, status, said }) => {
    const asked = pending.input as unknown as CheckRequest;
    const id = newId("check", ctx.at);
    const body: CheckBody = {
      details: {},
      source: asked.connection,
      ...said,
      subjectName: asked.subjectName ?? null,
    };
    return {
      workspaceId: ctx.workspaceId,
      id,
      runId: head.id,
      partyId: head.partyId,
      effectKey: pending.key,
      node: token.node,
      visit: token.visit,
      subject: asked.subject,
      capability: asked.capability,
      status,
      body: head.vault.seal(places.check(id), body),
      at: new Date(event.at),
    };
  });
  const entries = rows.map(({ id, node, visit, subject, status, effectKey }) => ({
    subject: { kind: "run", id: head.id },
    action: "check.completed" as const,
    facts: { check: id, node, visit, subject, status, ...(effectKey.endsWith(BY_HAND) && { byHand: true }) },
  }));
  return { rows, entries };
}

function lastWords(head: RunHead, event: RunEvent, result: StepResult): Answered[] {
  if (result.ignored || !head.state) return [];
  const now = new Map(result.state.tokens.map((token) => [`${token.id}/${token.visit}`, token]));
  const after = (token: Token) => now.get(`${token.id}/${token.visit}`);
  if (event.type === "incident_resolved")
    return head.state.tokens.flatMap((token) => handWords(token, event));
  return head.state.tokens.flatMap((token) =>
    token.pending.flatMap((pending): Answered[] => {
      const open = pending.status === "performing" || pending.status === "backing_off";
      if (event.type === "effect_succeeded" && event.key === pending.key)
        return [{ pending, token, ...answerOf(event.output) }];
      if (event.type === "effect_failed" && event.key === pending.key) {
        const next = after(token)?.pending.find((one) => one.scope === pending.scope);
        const isLast = !next || next.status === "failed";
        return isLast ? [{ pending, token, ...failureOf(event.error) }] : [];
      }
      // The deadline ended the node: whoever had not answered gave no answer.
      if (event.type === "timer_fired" && open && event.key === token.deadlineKey)
        return [{ pending, token, status: "no_answer", said: overdue }];
      return [];
    }),
  );
}

/**
 * What a member said in the place of vendors: a row of its own, beside what the vendor left open. Each subject has what
 * stands there about it; where the answer names none at all, what it says of the step as a whole.
 */
function handWords(token: Token, event: Extract<RunEvent, { type: "incident_resolved" }>): Answered[] {
  const { how, tokenId, by, reason } = event;
  if (token.id !== tokenId || how.action !== "answer") return [];
  const { results, status: whole } = how.output;
  const named = Array.isArray(results) ? results.filter(isObject) : [];
  return token.pending.flatMap((pending): Answered[] => {
    const { subject } = pending.input as unknown as CheckRequest;
    const word = named.find((one) => one["subject"] === subject);
    // What the vendor did answer stands as it is.
    if (pending.status === "succeeded" && (!word || isSameWord(word, pending.output))) return [];
    const { status = named.length === 0 ? whole : undefined, label, sentence, details } = word ?? {};
    const said = {
      label: textOf(label) ?? "Answered by hand",
      sentence: textOf(sentence) ?? "A member answered for the step as a whole.",
      details: isObject(details) ? details : {},
      source: "By hand",
      by: by.id,
      note: reason,
    };
    const known = checkStatuses.find((one) => one === status) ?? "unknown";
    return [{ token, pending: { ...pending, key: `${pending.key}${BY_HAND}` }, status: known, said }];
  });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (value: Json | undefined) => (typeof value === "string" ? value : undefined);

const isSameWord = (word: JsonObject, vendor: Json | undefined): boolean =>
  isObject(vendor) && ["status", "label", "sentence"].every((key) => word[key] === vendor[key]);

/** Ends the key under which a member's answer to a vendor's question is kept. */
export const BY_HAND = ":by_hand";

const overdue = { label: "No answer", sentence: "There was no answer before the deadline." };

function answerOf(output: unknown): Pick<Answered, "status" | "said"> {
  const parsed = checkAnswer.safeParse(output);
  if (!parsed.success)
    return { status: "unknown", said: { label: "Unclear", sentence: "The answer could not be understood." } };
  const { status, ...said } = parsed.data satisfies CheckAnswer;
  return { status, said: { ...said, details: said.details as JsonObject } };
}

const failureOf = ({ kind, message }: EffectError): Pick<Answered, "status" | "said"> =>
  kind === "input_missing"
    ? { status: "input_missing", said: { label: "Not asked", sentence: message } }
    : { status: "no_answer", said: { label: "No answer", sentence: message } };
