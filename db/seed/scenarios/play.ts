import { and, asc, desc, eq, isNull, lte } from "drizzle-orm";
import {
  applicantLinks,
  applicantVisits,
  applications,
  cases,
  members,
  requirements,
  runTimers,
} from "@/db/schema";
import { createApplication } from "@/server/applications/create";
import { createApplicationInput } from "@/server/applications/schema";
import { recordAudit } from "@/server/audit/record";
import { applyVerdict } from "@/server/cases/apply-verdict";
import { assignCase } from "@/server/cases/assign";
import { decideCase } from "@/server/cases/decide";
import { type DecideCaseInput, decideCaseInput } from "@/server/cases/schema";
import { answerRequirements } from "@/server/collection/answer-requirements";
import { documentFields } from "@/server/collection/policy";
import { saveAnswers } from "@/server/collection/save-answers";
import { submitForm } from "@/server/collection/submit";
import { type Context, inTransaction } from "@/server/context";
import { uploadDocument } from "@/server/documents/upload";
import type { Json, JsonObject } from "@/server/engine/state";
import { newId } from "@/server/platform/ids";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { sampleDocument } from "./sample-document";

/** One application on its way, moved by the verbs that everybody uses. Each step happens `at` a time of its own. */
export interface Played {
  applicationId: string;
  runId: string;
  document: WorkflowDocument;
  ctx: Context;
  applicant: Context;
}

const at = (ctx: Context, time: Date): Context => ({ ...ctx, at: time, requestId: newId("request", time) });
export const minutesLater = (time: Date, minutes: number) => new Date(time.getTime() + minutes * 60_000);

/** Creates the application and opens its link, as the applicant's browser would. */
export async function apply(
  ctx: Context,
  document: WorkflowDocument,
  input: { party?: JsonObject; reference?: string },
): Promise<Played> {
  const { id } = await createApplication(
    ctx,
    createApplicationInput.parse({ workflow: document.key, ...input }),
  );
  const { runId, visit } = await inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ runId: applications.runId, linkId: applicantLinks.id, expiresAt: applicantLinks.expiresAt })
      .from(applications)
      .innerJoin(
        applicantLinks,
        and(
          eq(applicantLinks.workspaceId, applications.workspaceId),
          eq(applicantLinks.applicationId, applications.id),
        ),
      )
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, id)));
    if (!row) throw new Error("an application without a link");
    const visit = {
      id: newId("visit", ctx.at),
      applicationId: id,
      linkId: row.linkId,
      device: "Safari on iPhone",
    };
    await tx.insert(applicantVisits).values({
      ...visit,
      workspaceId: ctx.workspaceId,
      // The token is thrown away: nobody comes in by this visit.
      tokenHash: newId("visit", ctx.at),
      createdAt: ctx.at,
      expiresAt: row.expiresAt,
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id },
      action: "link.opened",
      facts: { link: row.linkId, visit: visit.id },
    });
    return { runId: row.runId, visit };
  });
  const applicant: Context = { ...ctx, actor: { kind: "applicant", ...visit } };
  return { applicationId: id, runId, document, ctx, applicant };
}

const formOf = (document: WorkflowDocument) => {
  const [form] = Object.values(document.forms);
  if (!form) throw new Error(`${document.key} has no form`);
  return form;
};

/** Saves answers, field by field as autosave does. */
export async function fillIn(
  { document, applicant }: Played,
  time: Date,
  answers: JsonObject,
): Promise<void> {
  const entries = Object.entries(answers).map(([path, value]) => ({ path, value }));
  if (entries.length > 0)
    await saveAnswers(at(applicant, time), {
      form: formOf(document).key,
      answers: entries,
      typedAt: time.toISOString(),
    });
}

/** Uploads a drawn paper for every document the answers hold a placeholder for, and puts its id there. */
async function withDocuments(played: Played, time: Date, answers: JsonObject): Promise<JsonObject> {
  const form = formOf(played.document);
  const filled = structuredClone(answers);
  const scope = { at: time.toISOString(), timeZone: played.document.settings.timeZone };
  const asked = documentFields(form, answers, scope).filter(({ value }) => typeof value === "string");
  // Opening a file takes a core for a while; there is more than one.
  await Promise.all(
    asked.map(async ({ path, type, subject }) => {
      const document = await upload(played, time, type, subject, aboutWhom(answers, path));
      put(filled, path.split("."), document);
    }),
  );
  return filled;
}

function aboutWhom(answers: JsonObject, path: string): string {
  const [list, index] = path.split(".");
  const elements = list === undefined ? undefined : answers[list];
  const element = Array.isArray(elements) ? (elements[Number(index)] as JsonObject | undefined) : undefined;
  const of = element ?? answers;
  return String(of["legalName"] ?? `${of["firstName"]} ${of["lastName"]}`);
}

function put(into: Json, path: string[], value: string): void {
  let place = into as { [key: string]: Json };
  for (const step of path.slice(0, -1)) place = place[step] as { [key: string]: Json };
  place[path.at(-1)!] = value;
}

async function upload(
  played: Played,
  time: Date,
  type: string,
  subject: string,
  about: string,
): Promise<string> {
  const title = played.document.settings.documentTypes[type]?.title ?? type;
  const { id } = await uploadDocument(at(played.applicant, time), {
    type,
    subject,
    name: `${type.replaceAll("_", "-")}.jpg`,
    bytes: await sampleDocument(title, about),
  });
  return id;
}

/** Fills everything in, uploads its papers, hands it in and lets the checks run. */
export async function handIn(played: Played, time: Date, answers: JsonObject): Promise<void> {
  await fillIn(played, time, await withDocuments(played, time, answers));
  const later = minutesLater(time, 6);
  await submitForm(at(played.applicant, later), { form: formOf(played.document).key });
  await drive(played, later);
}

/** Lets the checks run, and passes the pauses between their attempts; deadlines are days away. */
async function drive({ ctx, runId }: Played, time: Date): Promise<void> {
  let now = time;
  for (;;) {
    await driveRun(at(ctx, now), { runId, now: () => now });
    const [pause] = await inTransaction(ctx, (tx, ctx) =>
      tx
        .select()
        .from(runTimers)
        .where(
          and(
            eq(runTimers.workspaceId, ctx.workspaceId),
            eq(runTimers.runId, runId),
            isNull(runTimers.closedAt),
            lte(runTimers.fireAt, minutesLater(now, 10)),
          ),
        )
        .orderBy(asc(runTimers.fireAt))
        .limit(1),
    );
    if (!pause) return;
    now = new Date(Math.max(now.getTime(), pause.fireAt.getTime()));
    await fireTimer(at(ctx, now), { runId, key: pause.key });
  }
}

/** Answers every open requirement: fields from `fields` by the end of their path, papers with a drawn one. */
export async function answerAll(played: Played, time: Date, fields: JsonObject): Promise<void> {
  const open = await inTransaction(played.ctx, (tx, ctx) =>
    tx
      .select()
      .from(requirements)
      .where(
        and(
          eq(requirements.workspaceId, ctx.workspaceId),
          eq(requirements.applicationId, played.applicationId),
          eq(requirements.state, "currently_due"),
        ),
      ),
  );
  const answers = [];
  for (const { id, kind, key, subject } of open)
    answers.push({
      requirement: id,
      value:
        kind === "document"
          ? await upload(played, time, key, subject, "Handed in later")
          : (fields[key.split(".").at(-1) ?? key] ?? null),
    });
  await answerRequirements(at(played.applicant, time), { answers });
  await drive(played, time);
}

/** A member of the demo, as an actor. */
export async function memberOf(ctx: Context, name: string): Promise<Context> {
  const [row] = await inTransaction(ctx, (tx, ctx) =>
    tx
      .select()
      .from(members)
      .where(
        and(eq(members.workspaceId, ctx.workspaceId), eq(members.name, name), isNull(members.removedAt)),
      ),
  );
  if (!row) throw new Error(`nobody in the demo is called ${name}`);
  const { id, userId, role } = row;
  return { ...ctx, actor: { kind: "member", id, userId, sessionId: "seed", role, name } };
}

async function caseOf({ ctx, runId }: Played) {
  const [row] = await inTransaction(ctx, (tx, ctx) =>
    tx
      .select({ id: cases.id, revision: cases.revision })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, runId), isNull(cases.closedAt)))
      .orderBy(desc(cases.openedAt)),
  );
  if (!row) throw new Error("the application has no open case");
  return row;
}

/** A member takes the application's case. */
export async function claim(played: Played, time: Date, member: Context): Promise<void> {
  const { id } = await caseOf(played);
  await assignCase(at(member, time), { caseId: id });
}

/** A member's verdict; past the time to undo it, it reaches the run. */
export async function decide(
  played: Played,
  time: Date,
  member: Context,
  verdict: Pick<DecideCaseInput, "verdict"> & Partial<DecideCaseInput>,
): Promise<void> {
  const { id, revision } = await caseOf(played);
  const input = decideCaseInput.parse({ caseId: id, revision, ...verdict });
  const { verdictId, stands, effectiveAt } = await decideCase(at(member, time), input);
  if (stands !== "alone" && stands !== "agrees") return;
  const effective = new Date(effectiveAt);
  await applyVerdict(at(played.ctx, effective), { verdictId });
  await drive(played, effective);
}
