import { type Context, inTransaction } from "@/server/context";
import type { Form, WorkflowDocument } from "@/server/workflows/schema";
import { fieldOf } from "./field-of";
import { findCollecting, openForm, ownApplication } from "./find";
import { isObject, isPaperList, type JsonSchema, propertiesOf } from "./policy";
import { requirementsOf } from "./requirements";

/** Whether one field, asked again by itself, takes such a document. */
function fieldTakes(document: WorkflowDocument, path: string, type: string): boolean {
  const search = (schema: JsonSchema): boolean =>
    schema["x-document"] === type ||
    (isObject(schema.items) && search(schema.items)) ||
    Object.values(propertiesOf(schema)).some(search);
  const field = fieldOf(document, path);
  return field !== undefined && search(field.schema);
}

/** Whether a form takes such a document for such a subject, as it may come to stand while it is filled in. */
function takes(form: Form, type: string, subject: string): boolean {
  const list = /^forms\.([\w-]+)\.([\w.-]+)\[\d{1,3}\]$/.exec(subject);
  const search = (schema: JsonSchema, path: string, inList: string | null): boolean => {
    if (schema["x-document"] === type)
      return inList === null ? subject === "party" : list?.[1] === form.key && list[2] === inList;
    if (isObject(schema.items))
      return search(schema.items, path, isPaperList(schema) ? inList : (inList ?? path));
    return Object.entries(propertiesOf(schema)).some(([key, property]) =>
      search(property, path === "" ? key : `${path}.${key}`, inList),
    );
  };
  return form.pages.some((page) => search(page.schema, "", null));
}

/** Whether the applicant is asked for this document now: by the open form, or by an open requirement. */
export function isDocumentAsked(
  ctx: Context,
  input: { type: string; subject: string; applicationId?: string | undefined },
): Promise<{ asked: boolean; applicationId: string; partyId: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const collecting = await findCollecting(tx, ctx, ownApplication(ctx, input.applicationId));
    const { id: applicationId, partyId } = collecting.application;
    const form = openForm(collecting)?.form;
    const open = new Set(
      collecting.waits
        .filter((wait) => !wait.closedAt && wait.signal === "requirements_answered")
        .map(({ key }) => key),
    );
    const asked =
      (form !== undefined && takes(form, input.type, input.subject)) ||
      (await requirementsOf(tx, ctx, applicationId)).some(
        (row) =>
          (row.kind === "document"
            ? row.key === input.type && row.subject === input.subject
            : fieldTakes(collecting.document, row.key, input.type)) &&
          row.waitKey !== null &&
          open.has(row.waitKey) &&
          (row.state === "currently_due" || row.state === "pending_verification"),
      );
    return { asked, applicationId, partyId };
  });
}
