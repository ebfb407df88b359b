import { IconFileOff, IconFileText, IconLoader } from "@tabler/icons-react";
import { type DocumentView, UNNAMED } from "@/server/documents/schema";
import css from "./documents.module.css";

export const pageHref = (documentId: string, page: number): string =>
  `/api/documents/${documentId}/pages/${page}`;

/** A document as a small picture of its first page, with what it is and whose. */
export function DocumentThumb({
  document,
  isChosen,
  onChoose,
}: {
  document: DocumentView;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const first = document.pages[0];
  const Icon =
    document.state === "refused" ? IconFileOff : document.state === "processing" ? IconLoader : IconFileText;
  return (
    <button
      type="button"
      className={css.thumb}
      aria-pressed={isChosen}
      data-replaced={document.replacedBy !== null || undefined}
      onClick={onChoose}
    >
      <span className={css.thumbPage}>
        {first && document.state === "ready" ? (
          // biome-ignore lint/performance/noImgElement: served by our own route, behind the session, never resized
          <img src={pageHref(document.id, first.number)} alt="" loading="lazy" />
        ) : (
          <Icon size={26} stroke={1.3} aria-hidden />
        )}
      </span>
      <span className={css.thumbName}>{document.typeTitle}</span>
      <span className={css.thumbNote}>{noteOf(document)}</span>
    </button>
  );
}

function noteOf({ state, replacedBy, subject, subjectName, pages }: DocumentView): string {
  if (state === "refused") return "Refused";
  if (state === "processing") return "Being opened";
  if (subject === UNNAMED) return "Not handed in";
  const whose = subjectName ?? (pages.length === 1 ? "1 page" : `${pages.length} pages`);
  return replacedBy === null ? whose : `Replaced · ${whose}`;
}
