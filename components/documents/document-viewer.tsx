import {
  IconArrowAutofitWidth,
  IconChevronLeft,
  IconChevronRight,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatBytes } from "@/components/ui/format/words";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { type DocumentView, UNNAMED } from "@/server/documents/schema";
import { DocumentPage } from "./document-page";
import css from "./documents.module.css";
import { useDocumentView } from "./use-document-view";

/** As much of a document as its viewer shows. A name and a size are not known everywhere. */
export type ShownDocument = Pick<
  DocumentView,
  "id" | "subject" | "typeTitle" | "state" | "refusal" | "pages" | "uploadedAt" | "replacedBy"
> & { name?: string; bytes?: number };

interface DocumentViewerProps {
  document: ShownDocument;
  /** To the next or previous document, when there are several. */
  onMove?: ((step: number) => void) | undefined;
  action?: ReactNode;
  /** What stands beside the page: the declared values. */
  beside?: ReactNode;
}

/** One document large: pages, zoom and turning, by mouse and keys. */
export function DocumentViewer({ document, onMove, action, beside }: DocumentViewerProps) {
  const view = useDocumentView(document.pages.length);
  const canLook = document.state === "ready" && document.pages.length > 0;
  useKeys("At the document", [
    ...(canLook
      ? [
          { keys: "+", label: "Zoom in", run: () => view.zoomBy(1) },
          { keys: "-", label: "Zoom out", run: () => view.zoomBy(-1) },
          { keys: "0", label: "Fit the page", run: view.fit },
          { keys: "r", label: "Turn the page", run: view.turn },
        ]
      : []),
    ...(document.pages.length > 1
      ? [
          { keys: "]", label: "Next page", run: () => view.goBy(1) },
          { keys: "[", label: "Previous page", run: () => view.goBy(-1) },
        ]
      : []),
    ...(onMove
      ? [
          { keys: ".", label: "Next document", run: () => onMove(1) },
          { keys: ",", label: "Previous document", run: () => onMove(-1) },
        ]
      : []),
  ]);
  return (
    <div className={css.viewer}>
      <div className={css.stage}>
        <div className={css.bar} role="toolbar" aria-label={`Tools for ${document.typeTitle}`}>
          <b className={css.barTitle}>{document.typeTitle}</b>
          {document.pages.length > 0 && (
            <span className={css.quiet}>
              page {view.page} of {document.pages.length}
            </span>
          )}
          <span className={css.tools}>
            {document.pages.length > 1 && (
              <>
                <IconButton
                  icon={IconChevronLeft}
                  label="Previous page"
                  disabled={view.page === 1}
                  onClick={() => view.goBy(-1)}
                />
                <IconButton
                  icon={IconChevronRight}
                  label="Next page"
                  disabled={view.page === document.pages.length}
                  onClick={() => view.goBy(1)}
                />
              </>
            )}
            <IconButton
              icon={IconZoomOut}
              label="Zoom out"
              disabled={!canLook || view.isSmallest}
              onClick={() => view.zoomBy(-1)}
            />
            <IconButton
              icon={IconZoomIn}
              label="Zoom in"
              disabled={!canLook || view.isLargest}
              onClick={() => view.zoomBy(1)}
            />
            <IconButton
              icon={IconArrowAutofitWidth}
              label="Fit the page"
              disabled={!canLook}
              onClick={view.fit}
            />
            <IconButton
              icon={IconRotateClockwise}
              label="Turn the page"
              disabled={!canLook}
              onClick={view.turn}
            />
            {action}
          </span>
        </div>
        <DocumentPage document={document} page={view.page} zoom={view.zoom} turns={view.turns} />
      </div>
      {beside && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list of values is scrolled by keyboard
        <section className={css.besideColumn} tabIndex={0} aria-label="Declared values">
          {beside}
        </section>
      )}
      <p className={css.facts}>
        {document.name && (
          <>
            <bdi>{document.name}</bdi>,{" "}
          </>
        )}
        {document.bytes !== undefined && `${formatBytes(document.bytes)}, `}uploaded{" "}
        <DateTimeText at={document.uploadedAt} />
        {document.replacedBy !== null
          ? ". A newer one took its place"
          : document.subject === UNNAMED && ". It was uploaded, and no answer that was handed in names it"}
      </p>
    </div>
  );
}
