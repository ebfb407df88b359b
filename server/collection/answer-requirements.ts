import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { requirements } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { claimDocuments } from "@/server/documents/claim";
import type { Json, JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { signalRun } from "@/server/runs/signal";
import { assembleAnswers, keepAnswer, putAt, savedAnswers } from "./answers";
import { type FieldPlace, fieldOf, readAt } from "./field-of";
import { type Collecting, findCollecting, lockApplication, ownApplication, scopeOf } from "./find";
import { handOver } from "./hand-over";
import { type AnswerCode, answerMessage } from "./messages/catalogue";
import { documentFields, type FormScope, visibleAnswers } from "./policy";
import {
  type Evidence,
  evidenceOf,
  evidencePlace,
  type RequirementRow,
  requirementsOf,
} from "./requirements";
import type { AnsweredRequirements, AnswerRequirementsInput } from "./schema";
import { type AnswerIssue, validateField } from "./validation/policy";

type Forms = Record<string, Record<string, unknown>>;

/** One answer that passed: where it goes in which form, and what stood there. */
interface Accepted {
  row: RequirementRow;
  evidence: Evidence;
  /** Places in the forms that change. */
  puts: { form: string; path: string; value: unknown }[];
}

/**
 * Takes answers to what was asked, and nothing else: each is checked by the schema of just its field, keeps what stood
 * there before, and can be mended until the last one is in. Then the run goes on with all of them.
 */
export function answerRequirements(
  ctx: Context,
  input: AnswerRequirementsInput & { applicationId?: string },
): Promise<AnsweredRequirements> {
  return inTransaction(ctx, async (tx, ctx) => {
    const applicationId = ownApplication(ctx, input.applicationId);
    await lockApplication(tx, ctx, applicationId, true);
    const collecting = await findCollecting(tx, ctx, applicationId);
    const { vault, application, waits } = collecting;
    const rows = await requirementsOf(tx, ctx, applicationId);
    const isOpen = (waitKey: string | null) =>
      waits.some((wait) => wait.key === waitKey && !wait.closedAt && wait.signal === "requirements_answered");
    const asked = rows.filter(
      (row) => isOpen(row.waitKey) && (row.state === "currently_due" || row.state === "pending_verification"),
    );
    const wanted = input.answers.map(({ requirement }) => requirement);
    const forms: Forms = assembleAnswers(await savedAnswers(tx, ctx, applicationId, vault));

    const issues: AnswerIssue[] = [];
    const accepted: Accepted[] = [];
    for (const [index, { requirement, value }] of input.answers.entries()) {
      const row = asked.find(({ id }) => id === requirement);
      const complain = (code: AnswerCode, field = row?.key ?? "This") =>
        issues.push(issueOf(requirement, code, field));
      if (!row || wanted.indexOf(requirement) !== index) complain("not_asked");
      else if (row.kind === "field") await acceptField(ctx, collecting, forms, row, value, accepted, issues);
      else await acceptDocument(ctx, collecting, forms, row, value, accepted, complain);
    }
    if (issues.length > 0)
      throw new DomainError("invalid", "Some answers need another look before you can send them.", {
        issues,
      });

    for (const one of accepted) await keepAccepted(tx, ctx, collecting, forms, one);
    await handOverTouched(ctx, collecting, forms, accepted);
    const now = new Set(accepted.map(({ row }) => row.id));
    const waitKeys = new Set(accepted.map(({ row }) => row.waitKey));
    const open = asked.filter(({ id, state }) => state === "currently_due" && !now.has(id));
    for (const waitKey of waitKeys)
      if (waitKey && !open.some((row) => row.waitKey === waitKey))
        await signalRun(ctx, {
          runId: application.runId,
          waitKey,
          key: `answers:${waitKey}`,
          payload: payloadOf(
            await requirementsOf(tx, ctx, applicationId),
            waitKey,
            collecting,
            forms,
          ) as unknown as JsonObject,
        });
    return { answered: [...now], open: open.length };
  });
}

function issueOf(requirement: string, code: AnswerCode, field: string): AnswerIssue {
  const params = { field };
  return { path: requirement, code, params, message: answerMessage(code, params), page: "" };
}

async function acceptField(
  ctx: Context,
  { document, application }: Collecting,
  forms: Forms,
  row: RequirementRow,
  given: unknown,
  accepted: Accepted[],
  issues: AnswerIssue[],
): Promise<void> {
  const field = fieldOf(document, row.key);
  if (!field) {
    issues.push(issueOf(row.id, "not_asked", row.key));
    return;
  }
  const { value, issues: found } = validateField(
    field.key,
    field.schema,
    given,
    scopeOf(document, ctx.at, forms),
  );
  const inside = (path: string) => path.split(".").slice(1);
  issues.push(...found.map((issue) => ({ ...issue, path: [row.id, ...inside(issue.path)].join(".") })));
  if (found.length > 0) return;
  const papers = papersIn(field, value, forms, scopeOf(document, ctx.at, forms));
  const refused = await claimDocuments(ctx, {
    applicationId: application.id,
    documents: papers.map(({ id, type, subject }) => ({ id, type, subject })),
  });
  for (const [index, { inside, title }] of papers.entries()) {
    const code = refused[index];
    if (code) issues.push({ ...issueOf(row.id, code, title), path: `${row.id}${inside}` });
  }
  if (refused.some(Boolean)) return;
  const before = readAt(forms[field.form.key], field.path) ?? null;
  accepted.push({
    row,
    evidence: { before, value },
    puts: [{ form: field.form.key, path: field.path, value }],
  });
}

/** The documents a field's new value names: a field may be a paper itself, or a list of people with one each. */
function papersIn({ form, path }: FieldPlace, value: unknown, forms: Forms, scope: FormScope) {
  const answers = structuredClone(forms[form.key] ?? {});
  putAt(answers, path, value);
  return documentFields(form, answers, scope).flatMap((field) =>
    typeof field.value === "string" && `${field.path}.`.startsWith(`${path}.`)
      ? [{ ...field, id: field.value, inside: field.path.slice(path.length) }]
      : [],
  );
}

async function acceptDocument(
  ctx: Context,
  { document, application }: Collecting,
  forms: Forms,
  row: RequirementRow,
  given: unknown,
  accepted: Accepted[],
  complain: (code: AnswerCode, field?: string) => void,
): Promise<void> {
  const title = document.settings.documentTypes[row.key]?.title ?? row.key;
  if (typeof given !== "string") {
    complain("required_document", title);
    return;
  }
  const [refused] = await claimDocuments(ctx, {
    applicationId: application.id,
    documents: [{ id: given, type: row.key, subject: row.subject }],
    again: true,
  });
  if (refused) {
    complain(refused, title);
    return;
  }
  const places = Object.values(document.forms).flatMap((form) =>
    forms[form.key]
      ? documentFields(form, forms[form.key] ?? {}, scopeOf(document, ctx.at, forms))
          .filter(({ type, subject }) => type === row.key && subject === row.subject)
          .map(({ path, value }) => ({ form: form.key, path, before: value }))
      : [],
  );
  accepted.push({
    row,
    evidence: { before: places[0]?.before ?? null, documentId: given },
    puts: places.map(({ form, path }) => ({ form, path, value: given })),
  });
}

async function keepAccepted(
  tx: Tx,
  ctx: Context,
  { vault, application }: Collecting,
  forms: Forms,
  { row, evidence, puts }: Accepted,
): Promise<void> {
  // Mended before the last answer: what stood there before the first is what stood there before.
  const first = evidenceOf(vault, row);
  const kept = first ? { ...evidence, before: first.before } : evidence;
  await tx
    .update(requirements)
    .set({
      state: "pending_verification",
      evidence: vault.seal(evidencePlace(row.id), kept),
      answeredAt: ctx.at,
    })
    .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.id, row.id)));
  const device = ctx.actor.kind === "applicant" ? ctx.actor.device : ctx.actor.kind;
  for (const { form, path, value } of puts) {
    forms[form] ??= {};
    putAt(forms[form], path, value);
    await keepAnswer(tx, ctx, vault, application.id, { form, path, value, device, savedAt: ctx.at });
  }
  await recordAudit(tx, ctx, {
    subject: { kind: "application", id: application.id },
    action: "requirement.answered",
    facts: {
      requirement: row.id,
      kind: row.kind,
      key: row.key,
      ...(evidence.documentId ? { document: evidence.documentId } : {}),
    },
  });
}

async function handOverTouched(
  ctx: Context,
  collecting: Collecting,
  forms: Forms,
  accepted: readonly Accepted[],
): Promise<void> {
  const touched = new Set(accepted.flatMap(({ puts }) => puts.map(({ form }) => form)));
  for (const key of touched) {
    const form = collecting.document.forms[key];
    const { [key]: answers = {}, ...others } = forms;
    if (form)
      await handOver(
        ctx,
        collecting,
        form,
        visibleAnswers(form, answers, scopeOf(collecting.document, ctx.at, others)),
      );
  }
}

/** Every answer of the wait: the forms with only what changed, a null in a list for "as it was". */
function payloadOf(
  rows: readonly RequirementRow[],
  waitKey: string,
  { document, vault }: Collecting,
  forms: Forms,
) {
  const changed: Record<string, Json> = {};
  const answered = rows.filter((row) => row.waitKey === waitKey && row.state === "pending_verification");
  const list = answered.map((row) => {
    const evidence = evidenceOf(vault, row);
    const field = row.kind === "field" ? fieldOf(document, row.key) : undefined;
    if (field) putSparse(changed, [field.form.key, ...field.path.split(".")], evidence?.value as Json);
    if (evidence?.documentId)
      for (const form of Object.values(document.forms))
        for (const place of placesOf(forms[form.key], evidence.documentId))
          putSparse(changed, [form.key, ...place], evidence.documentId);
    const { id, kind, key, subject } = row;
    return { id, kind, key, subject, ...(evidence?.documentId ? { documentId: evidence.documentId } : {}) };
  });
  return { answers: { forms: changed }, requirements: list };
}

/** Where a document's id stands in a form's answers. */
function placesOf(value: unknown, id: string, at: string[] = []): string[][] {
  if (value === id) return [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => placesOf(one, id, [...at, key]));
}

function putSparse(into: { [key: string]: Json } | Json[], [first, ...rest]: string[], value: Json): void {
  const key = first as never;
  if (Array.isArray(into)) while (into.length <= Number(first)) into.push(null);
  if (rest.length === 0) {
    into[key] = value as never;
    return;
  }
  const there: unknown = into[key];
  const next =
    typeof there === "object" && there !== null ? there : /^\d+$/.test(rest[0] as string) ? [] : {};
  into[key] = next as never;
  putSparse(next as { [key: string]: Json }, rest, value);
}
