import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { answers } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";

/** One saved field: the path it was typed at, and when. */
export interface SavedAnswer {
  form: string;
  path: string;
  value: unknown;
  device: string;
  savedAt: Date;
}

const answerPlace = (applicationId: string, form: string, path: string) =>
  `answers.value:${applicationId}/${form}/${path}`;

/** Everything the applicant saved, of every form. */
export async function savedAnswers(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  vault: Vault,
): Promise<SavedAnswer[]> {
  const rows = await tx
    .select()
    .from(answers)
    .where(and(eq(answers.workspaceId, ctx.workspaceId), eq(answers.applicationId, applicationId)));
  return rows.map(({ formKey: form, path, value, device, savedAt }) => ({
    form,
    path,
    value: vault.open(answerPlace(applicationId, form, path), value),
    device,
    savedAt,
  }));
}

/** Puts a value at a dotted path; `undefined` and `null` take it away. Names of prototypes are data like any other. */
export function putAt(into: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() as string;
  let here: Record<string, unknown> | unknown[] = into;
  const read = (from: object, key: string) =>
    Object.hasOwn(from, key) ? (from as Record<string, unknown>)[key] : undefined;
  for (const step of steps) {
    const next = read(here, step);
    if (typeof next === "object" && next !== null) here = next as Record<string, unknown>;
    else if (value === null || value === undefined) return;
    else {
      const made = {};
      define(here, step, made);
      here = made;
    }
  }
  if (value === null || value === undefined) {
    if (!Array.isArray(here)) delete (here as Record<string, unknown>)[last];
  } else define(here, last, value);
}

const define = (on: object, key: string, value: unknown) =>
  Object.defineProperty(on, key, { value, enumerable: true, writable: true, configurable: true });

/** The answers of each form as one object: in the order they were typed, so the last word counts. */
export function assembleAnswers(saved: readonly SavedAnswer[]): Record<string, Record<string, unknown>> {
  const forms: Record<string, Record<string, unknown>> = {};
  const inOrder = [...saved].sort(
    (a, b) => a.savedAt.getTime() - b.savedAt.getTime() || a.path.length - b.path.length,
  );
  for (const { form, path, value } of inOrder) {
    forms[form] ??= {};
    putAt(forms[form], path, structuredClone(value));
  }
  return forms;
}

/** Keeps one field. The caller decides whether it is the later word. */
export async function keepAnswer(
  tx: Tx,
  ctx: Context,
  vault: Vault,
  applicationId: string,
  answer: SavedAnswer,
): Promise<void> {
  const value = vault.seal(answerPlace(applicationId, answer.form, answer.path), answer.value ?? null);
  await tx
    .insert(answers)
    .values({
      workspaceId: ctx.workspaceId,
      applicationId,
      formKey: answer.form,
      path: answer.path,
      value,
      device: answer.device,
      savedAt: answer.savedAt,
    })
    .onConflictDoUpdate({
      target: [answers.workspaceId, answers.applicationId, answers.formKey, answers.path],
      set: { value, device: answer.device, savedAt: answer.savedAt },
    });
}
