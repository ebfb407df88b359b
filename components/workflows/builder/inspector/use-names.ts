import { useMemo } from "react";
import type { Names } from "@/components/rules/set/names";
import { toneOfKind } from "@/components/workflows/canvas-graph";
import { addPart, changePart, type PartKind } from "@/server/workflows/parts/policy";
import type { Builder } from "../use-builder";

/** What rules and scorecards of the draft can name, and how another one is made. */
export function useNames(builder: Builder): Names {
  const { outcomes, reasonCodes, settings } = builder.parts.document;
  return useMemo(() => {
    const list = (of: { readonly [key: string]: { title: string } }) =>
      Object.entries(of).map(([value, { title }]) => ({ value, label: title }));
    return {
      outcomes: outcomes.map(({ key, title, kind }) => ({
        ...{ key, title, tone: toneOfKind(kind), isNegative: kind === "negative" },
      })),
      reasons: reasonCodes,
      queues: list(settings.queues),
      documents: list(settings.documentTypes),
      putReason: (code, reason) =>
        builder.edit(
          Object.hasOwn(reasonCodes, code) ? `Edit the reason ${code}` : `Add the reason ${code}`,
          ({ document, editor }) => ({
            editor,
            document: { ...document, reasonCodes: { ...document.reasonCodes, [code]: reason } },
          }),
        ),
      make: (kind: PartKind, title: string) => {
        const { key } = addPart(builder.parts, kind, title);
        builder.edit(`Add “${title}”`, (before) => {
          const made = addPart(before, kind, title).parts;
          // What applicants may upload is told to them: its help is its name until somebody writes more.
          return kind === "documentType" ? changePart(made, kind, key, { title, help: title }) : made;
        });
        return key;
      },
    };
  }, [builder, outcomes, reasonCodes, settings]);
}
