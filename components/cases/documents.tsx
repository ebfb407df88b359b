import { useState } from "react";
import { DocumentThumb } from "@/components/documents/document-thumb";
import { DocumentViewer } from "@/components/documents/document-viewer";
import { formatCount } from "@/components/ui/format/words";
import type { ComparedField } from "@/server/cases/schema";
import { type DocumentView, UNNAMED } from "@/server/documents/schema";
import { type Askable, AskButton, type Asking } from "./asking";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

interface DocumentsProps {
  documents: readonly DocumentView[];
  fields: readonly ComparedField[];
  asking: Asking;
}

/** What was uploaded: thumbnails, and the chosen one large beside what was declared about the same person or company. */
export function Documents({ documents, fields, asking }: DocumentsProps) {
  const latest = documents.filter(isInUse);
  const earlier = documents.filter((document) => !isInUse(document));
  const ordered = [...latest, ...earlier];
  const [chosen, setChosen] = useState<string>();
  const shown = ordered.find((document) => document.id === chosen) ?? ordered[0];
  const move = (step: number) => {
    const at = ordered.findIndex((document) => document.id === shown?.id);
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + step))];
    if (next) setChosen(next.id);
  };
  return (
    <Section
      id="documents"
      title="Documents"
      note={ordered.length > 0 && noteOf(latest.length, earlier.length)}
    >
      {shown === undefined ? (
        <Nothing>No document was uploaded.</Nothing>
      ) : (
        <>
          <div className={css.thumbs}>
            {ordered.map((document) => (
              <DocumentThumb
                key={document.id}
                document={document}
                isChosen={document.id === shown.id}
                onChoose={() => setChosen(document.id)}
              />
            ))}
          </div>
          <DocumentViewer
            key={shown.id}
            document={shown}
            onMove={ordered.length > 1 ? move : undefined}
            action={isInUse(shown) && <AskButton asking={asking} item={askable(shown)} />}
            beside={<Declared document={shown} fields={fields} />}
          />
        </>
      )}
    </Section>
  );
}

/** It stands for what was handed in: no newer one took its place, and an answer names it. */
const isInUse = ({ replacedBy, subject }: DocumentView) => replacedBy === null && subject !== UNNAMED;

const noteOf = (latest: number, earlier: number) =>
  earlier > 0 ? `${latest}, and ${formatCount(earlier, "other one")}` : latest;

export const askable = (document: DocumentView): Askable => ({
  kind: "document",
  key: document.type,
  subject: document.subject,
  title: document.subjectName ? `${document.typeTitle}, ${document.subjectName}` : document.typeTitle,
});

const MOST_BESIDE = 12;

/** What the form says about the document's subject, with what was read from it where something was. */
function Declared({
  document,
  fields,
}: Omit<DocumentsProps, "asking" | "documents"> & { document: DocumentView }) {
  const about = fields
    .filter((field) => field.subject === document.subject && field.declared !== null)
    .sort((a, b) => Number(b.document !== null) - Number(a.document !== null))
    .slice(0, MOST_BESIDE);
  if (about.length === 0) return <p className={css.quiet}>Nothing was declared about it.</p>;
  return (
    <dl className={css.beside}>
      {about.map((field) => (
        <div key={field.path} data-differs={(field.document !== null && field.differs) || undefined}>
          <dt>{field.title}</dt>
          <dd>
            <bdi>{field.declared}</bdi>
            {field.document !== null && (
              <span className={css.quiet}>
                {field.document === field.declared ? "Read the same" : `Read: ${field.document}`}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
