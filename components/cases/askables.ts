import type { CaseView } from "@/server/cases/schema";
import type { Askable } from "./asking";

/**
 * Everything a reviewer can ask for again: documents and answered fields. A document that was uploaded names whose it
 * is; one that never was can be anybody's.
 */
export function askables(
  view: Pick<CaseView, "documents" | "documentTypes" | "owners" | "fields">,
): { group: string; items: Askable[] }[] {
  const documents = view.documentTypes.flatMap(({ key, title }): Askable[] => {
    const uploaded = new Set(view.documents.filter(({ type }) => type === key).map(({ subject }) => subject));
    const owners = view.owners.map(({ subject, name }) => ({ subject, name }));
    const isOfParty = uploaded.has("party") || uploaded.size === 0;
    const isOfPeople = uploaded.size === 0 || [...uploaded].some((subject) => subject !== "party");
    return [
      ...(isOfParty ? [{ kind: "document" as const, key, subject: "party", title }] : []),
      ...(isOfPeople
        ? owners.map(({ subject, name }) => ({
            kind: "document" as const,
            key,
            subject,
            title: `${title}, ${name}`,
          }))
        : []),
    ];
  });
  const fields = view.fields.map(
    ({ path, subject, title, section }): Askable => ({
      kind: "field",
      key: path,
      subject,
      title: subject === "party" ? title : `${title}, ${section}`,
    }),
  );
  return [
    { group: "Documents", items: documents },
    { group: "Answers", items: fields },
  ].filter(({ items }) => items.length > 0);
}
