import { IconFileOff, IconLoader } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { pageHref } from "./document-thumb";
import type { ShownDocument } from "./document-viewer";
import css from "./documents.module.css";

interface DocumentPageProps {
  document: ShownDocument;
  page: number;
  zoom: number;
  /** Quarter turns clockwise. */
  turns: number;
}

/** One page as a picture of ours, or why there is none. */
export function DocumentPage({ document, page, zoom, turns }: DocumentPageProps) {
  const [failed, setFailed] = useState<number>();
  const [natural, setNatural] = useState<{ page: number; width: number; height: number }>();
  const declared = document.pages.find((one) => one.number === page) ?? document.pages[page - 1];
  // The picture itself knows best; what was declared only holds its place until it is here.
  const size = declared && natural?.page === page ? { ...declared, ...natural } : declared;
  if (document.state === "refused")
    return (
      <EmptyState title="This file was refused" icon={IconFileOff}>
        {document.refusal ?? "It could not be read."}
      </EmptyState>
    );
  if (document.state === "processing")
    return (
      <EmptyState title="This file is being opened" icon={IconLoader}>
        Its pages appear here by themselves, usually within a few seconds.
      </EmptyState>
    );
  if (!size)
    return (
      <EmptyState title="This document has no page" icon={IconFileOff}>
        Its picture is gone, for instance because the party was erased.
      </EmptyState>
    );
  if (failed === page)
    return (
      <EmptyState title="This page could not be loaded" icon={IconFileOff}>
        Reload the page. If it stays away, the file is missing on the server.
      </EmptyState>
    );
  const isSideways = turns % 2 === 1;
  const [width, height] = isSideways ? [size.height, size.width] : [size.width, size.height];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a zoomed page is scrolled by keyboard
    <section className={css.page} tabIndex={0} aria-label={`${document.typeTitle}, page ${page}`}>
      <div className={css.sheet} style={{ aspectRatio: `${width} / ${height}`, width: `${100 * zoom}%` }}>
        {/* biome-ignore lint/performance/noImgElement: served by our own route, behind the session, never resized */}
        <img
          className={css.picture}
          src={pageHref(document.id, size.number)}
          alt={`${document.typeTitle}, page ${page}`}
          onError={() => setFailed(page)}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setNatural({ page, width, height })
          }
          style={{
            width: isSideways ? `${(100 * size.width) / size.height}%` : "100%",
            transform: `translate(-50%, -50%) rotate(${90 * turns}deg)`,
          }}
        />
      </div>
    </section>
  );
}
