import { fieldOf } from "@/server/collection/field-of";
import { DomainError, type FieldIssue } from "@/server/errors";
import type { DecideCaseInput, SendBackItem } from "./schema";
import type { CaseSource } from "./source";

/** Refuses codes, fields and documents that the case's version does not know, each at its place. */
export function checkVerdict(source: CaseSource, input: DecideCaseInput): void {
  const { reasonCodes } = source.document;
  const unknownCode = (code: string, path: string): FieldIssue[] =>
    Object.hasOwn(reasonCodes, code)
      ? []
      : [{ path, code: "unknown_reason", message: `This workflow has no reason “${code}”. Choose another.` }];
  const seen = new Set<string>();
  const issues = [
    ...input.reasonCodes.flatMap((code, index) => unknownCode(code, `reasonCodes.${index}`)),
    ...input.items.flatMap((item, index): FieldIssue[] => {
      const name = JSON.stringify([item.kind, item.key, item.subject]);
      const isTwice = seen.has(name);
      seen.add(name);
      return [
        ...unknownCode(item.reasonCode, `items.${index}.reasonCode`),
        ...placeIssues(source, item, `items.${index}`),
        ...(isTwice
          ? [
              {
                path: `items.${index}`,
                code: "twice",
                message: "This is on the list already. Keep one of the two.",
              },
            ]
          : []),
      ];
    }),
  ];
  if (input.verdict !== "send_back" && input.items.length > 0)
    issues.push({
      path: "items",
      code: "not_sent_back",
      message: "Fields and documents go back with “send back” only. Clear them, or send them back.",
    });
  if (issues.length > 0)
    throw new DomainError("invalid", issues[0]?.message ?? "Some fields need another look.", { issues });
}

function placeIssues({ document, data }: CaseSource, item: SendBackItem, at: string): FieldIssue[] {
  const { kind, key, subject } = item;
  if (kind === "document" && !Object.hasOwn(document.settings.documentTypes, key))
    return [
      { path: `${at}.key`, code: "unknown_document", message: `This workflow has no document “${key}”.` },
    ];
  const field = kind === "field" ? fieldOf(document, key) : undefined;
  if (kind === "field" && !field)
    return [
      { path: `${at}.key`, code: "unknown_field", message: `No form of this workflow has a field “${key}”.` },
    ];
  if (field?.schema["x-document"] !== undefined)
    return [
      {
        path: `${at}.key`,
        code: "is_document",
        message: "This field is a document. Send back the document.",
      },
    ];
  const places = [kind === "field" ? key : "", subject === "party" ? "" : subject];
  const isThere = places.every((place) => place === "" || elementsExist(data, place));
  return isThere
    ? []
    : [{ path: `${at}.subject`, code: "unknown_subject", message: "There is no such entry in the answers." }];
}

/** Whether every `[n]` of a path names an element that was answered; a field in it may have been left empty. */
function elementsExist(data: unknown, path: string): boolean {
  let here: unknown = data;
  const steps = path.split(".");
  for (const [at, step] of steps.entries()) {
    const [, key = "", index] = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key))
      return !steps.slice(at).some((rest) => rest.includes("["));
    here = (here as Record<string, unknown>)[key];
    if (index === undefined) continue;
    if (!Array.isArray(here) || Number(index) >= here.length) return false;
    here = here[Number(index)];
  }
  return true;
}
