import { Modal } from "@mantine/core";
import { useState } from "react";
import { DocumentViewer } from "@/components/documents/document-viewer";
import { DateText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

type PartyDocument = PartyView["documents"][number];

/** A sheet of paper, until the picture says how large it is. */
const PAPER = { width: 210, height: 297 };

/** What was uploaded and not replaced since; each opens large. */
export function PartyDocuments({ documents }: { documents: PartyView["documents"] }) {
  const [open, setOpen] = useState<PartyDocument>();
  return (
    <Panel title="Documents" note={documents.length || undefined} flush>
      {documents.length === 0 ? (
        <p className={css.nothing}>None was uploaded.</p>
      ) : (
        <ul className={css.list}>
          {documents.map((document) => (
            <li key={document.id}>
              <span className={css.grow}>
                <button type="button" className={css.link} onClick={() => setOpen(document)}>
                  {document.typeTitle}
                </button>
                <span className={css.source}>
                  {formatCount(document.pages, "page")}, <DateText at={document.uploadedAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.typeTitle}
        size={860}
      >
        {open && (
          <DocumentViewer
            document={{
              ...open,
              state: "ready",
              refusal: null,
              replacedBy: null,
              pages: Array.from({ length: open.pages }, (_, at) => ({ number: at + 1, ...PAPER })),
            }}
          />
        )}
      </Modal>
    </Panel>
  );
}
