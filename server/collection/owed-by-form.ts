import type { RequirementView } from "@/server/applications/schema";
import { type Context, inTransaction } from "@/server/context";
import { assembleAnswers, savedAnswers } from "./answers";
import { findCollecting, openForm, scopeOf } from "./find";
import { documentFields, subjectAt } from "./policy";
import { validateForm } from "./validation/policy";

/** Said of every field and document that a form asks for by itself; a rule or a person has reasons of their own. */
const BY_THE_FORM = { code: "ASKED_BY_FORM", staff: "Asked by the form." };

/** `owners.0.firstName` → `owners[0].firstName`, as paths of a run's data are written. */
const dataPath = (path: string) => path.replace(/\.(\d+)(?=\.|$)/g, "[$1]");

/**
 * What the open form still lacks before it can be handed in. Read from the answers as they stand and never stored: a
 * field that hides behind another answer is not owed, and one that appears is.
 */
export function owedByForm(ctx: Context, input: { applicationId: string }): Promise<RequirementView[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const collecting = await findCollecting(tx, ctx, input.applicationId);
    const form = openForm(collecting)?.form;
    if (!form) return [];
    const { document, vault } = collecting;
    const { [form.key]: answers = {}, ...earlier } = assembleAnswers(
      await savedAnswers(tx, ctx, input.applicationId, vault),
    );
    const scope = scopeOf(document, ctx.at, earlier);
    const papers = new Map(documentFields(form, answers, scope).map((field) => [field.path, field]));
    return validateForm(form, answers, scope).map(({ path, message }): RequirementView => {
      const paper = papers.get(path);
      return {
        id: `form:${form.key}.${path}`,
        subject: paper?.subject ?? subjectAt(form, path),
        kind: paper ? "document" : "field",
        key: paper?.type ?? `forms.${form.key}.${dataPath(path)}`,
        state: "currently_due",
        reason: { ...BY_THE_FORM, applicant: message },
        blocks: [],
        alternatives: [],
        deadline: null,
        answeredAt: null,
      };
    });
  });
}
