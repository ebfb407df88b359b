import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { auditEntries } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import type { Form } from "@/server/workflows/schema";
import { keepAnswer, savedAnswers } from "./answers";
import { findCollecting, lockApplication, openForm, ownApplication } from "./find";
import { isObject, type JsonSchema, propertiesOf } from "./policy";
import type { SaveAnswersInput, SavedAnswers } from "./schema";

/** Longest value of one field, as JSON: a list of owners fits many times over. */
const MAX_ANSWER_CHARS = 200_000;

/** The page a path is typed on; undefined when the form has no such field. Lists are saved whole. */
function pageOf(form: Form, path: string): string | undefined {
  const [first, ...rest] = path.split(".");
  const page = form.pages.find((page) => first && Object.hasOwn(propertiesOf(page.schema), first));
  if (!page || !first) return undefined;
  let schema: JsonSchema | undefined = propertiesOf(page.schema)[first];
  for (const step of rest) {
    const properties: Record<string, JsonSchema> = schema && isObject(schema) ? propertiesOf(schema) : {};
    schema = Object.hasOwn(properties, step) ? properties[step] : undefined;
  }
  return schema && page.key;
}

/**
 * Keeps what was typed, field by field, finished or not. Of two devices the later typing counts, whenever it arrives;
 * the answer names the fields where another's word stands. After the hand-in nothing is changed, and nothing is lost:
 * what was saved stays, and the page keeps its typing.
 */
export function saveAnswers(ctx: Context, input: SaveAnswersInput): Promise<SavedAnswers> {
  return inTransaction(ctx, async (tx, ctx) => {
    const applicationId = ownApplication(ctx);
    await lockApplication(tx, ctx, applicationId);
    const collecting = await findCollecting(tx, ctx, applicationId);
    const open = openForm(collecting, input.form);
    if (!open)
      throw new DomainError(
        "conflict",
        "This form is closed: it was handed in already, or its time is over. Nothing you saved is lost. Reload the page to see how it goes on.",
      );
    const pages = new Set<string>();
    const issues = input.answers.flatMap(({ path, value }) => {
      const page = pageOf(open.form, path);
      if (!page) return [{ path, code: "unknown_field", message: "This form has no such field." }];
      pages.add(page);
      return JSON.stringify(value).length > MAX_ANSWER_CHARS
        ? [{ path, code: "too_long", message: "This is too long to keep. Shorten it." }]
        : [];
    });
    if (issues.length > 0)
      throw new DomainError("invalid", "Some of this could not be saved. Reload the page.", { issues });

    const device = ctx.actor.kind === "applicant" ? ctx.actor.device : ctx.actor.kind;
    // A device whose clock runs ahead must not shut the others out.
    const savedAt = new Date(Math.min(Date.parse(input.typedAt), ctx.at.getTime()));
    const known = new Map(
      (await savedAnswers(tx, ctx, applicationId, collecting.vault))
        .filter((one) => one.form === input.form)
        .map((one) => [one.path, one]),
    );
    const newer: SavedAnswers["newer"] = [];
    for (const { path, value } of input.answers) {
      const there = known.get(path);
      if (there && there.savedAt > savedAt)
        newer.push({
          path,
          value: there.value,
          savedAt: there.savedAt.toISOString(),
          device: there.device,
        });
      else
        await keepAnswer(tx, ctx, collecting.vault, applicationId, {
          form: input.form,
          path,
          value,
          device,
          savedAt,
        });
    }
    for (const page of pages) await notePage(tx, ctx, applicationId, { form: input.form, page });
    return { savedAt: ctx.at.toISOString(), newer };
  });
}

/** One audit entry per page and visit: a letter typed is no event, a page filled in from this browser is. */
async function notePage(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  facts: { form: string; page: string },
): Promise<void> {
  const [known] = await tx
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, ctx.workspaceId),
        eq(auditEntries.subjectKind, "application"),
        eq(auditEntries.subjectId, applicationId),
        eq(auditEntries.action, "application.page_saved"),
        eq(auditEntries.actorId, ctx.actor.id),
        eq(auditEntries.facts, canonicalJson(facts)),
      ),
    )
    .limit(1);
  if (!known)
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "application.page_saved",
      facts,
    });
}
