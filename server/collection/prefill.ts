import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError, type FieldIssue } from "@/server/errors";
import type { Vault } from "@/server/parties/vault";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { keepAnswer } from "./answers";
import { propertiesOf } from "./policy";

export interface PrefillAnswers {
  applicationId: string;
  document: WorkflowDocument;
  vault: Vault;
  /** Form key → field → value. */
  prefill: { readonly [form: string]: { readonly [field: string]: unknown } };
}

/** Puts what is known already into the forms. The applicant sees it, may change it, and hands it in as their own. */
export function prefillAnswers(ctx: Context, input: PrefillAnswers): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { applicationId, document, vault, prefill } = input;
    const issues: FieldIssue[] = [];
    const fields = Object.entries(prefill).flatMap(([form, answers]) => {
      const pages = Object.hasOwn(document.forms, form) ? (document.forms[form]?.pages ?? []) : [];
      return Object.entries(answers).map(([path, value]) => {
        if (!pages.some((page) => Object.hasOwn(propertiesOf(page.schema), path)))
          issues.push({
            path: `prefill.${form}.${path}`,
            code: "unknown_field",
            message: `The workflow's forms have no field “${form}.${path}”. Remove it.`,
          });
        return { form, path, value };
      });
    });
    if (issues.length > 0) throw new DomainError("invalid", "Some fields need mending.", { issues });
    for (const field of fields)
      await keepAnswer(tx, ctx, vault, applicationId, {
        ...field,
        device: "Filled in before",
        savedAt: ctx.at,
      });
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "application.prefilled",
      facts: { fields: fields.map(({ form, path }) => `${form}.${path}`) },
    });
  });
}
