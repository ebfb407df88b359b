import { useEffect, useState } from "react";
import { type Askable, askableKey } from "./asking";

/** Something to send back, with the reason the applicant will read and words of the reviewer's own. */
export interface DraftItem extends Askable {
  reasonCode: string | null;
  note: string;
}

/** What a member has prepared for a case and not said yet. */
export interface Draft {
  note: string;
  items: DraftItem[];
  reasonCodes: string[];
  /** Lines of the checklist this member has looked at. */
  ticks: string[];
}

export const emptyDraft: Draft = { note: "", items: [], reasonCodes: [], ticks: [] };

export interface DraftDesk {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  clear: () => void;
  hasItem: (item: Askable) => boolean;
  toggleItem: (item: Askable) => void;
  changeItem: (item: Askable, change: Partial<DraftItem>) => void;
}

/** Keeps the draft in this browser until it is saved, so that neither an error nor a reload loses a word. */
export function useDraft(memberId: string, caseId: string): DraftDesk {
  const place = `gh-case-draft:${memberId}:${caseId}`;
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isRead, setIsRead] = useState(false);
  useEffect(() => {
    setDraft(read(place));
    setIsRead(true);
  }, [place]);
  useEffect(() => {
    if (isRead) write(place, draft);
  }, [place, draft, isRead]);
  const sameAs = (item: Askable) => (other: Askable) => askableKey(other) === askableKey(item);
  return {
    draft,
    change: (change) => setDraft((now) => ({ ...now, ...change })),
    clear: () => setDraft(emptyDraft),
    hasItem: (item) => draft.items.some(sameAs(item)),
    toggleItem: (item) =>
      setDraft((now) => ({
        ...now,
        items: now.items.some(sameAs(item))
          ? now.items.filter((other) => !sameAs(item)(other))
          : [...now.items, { ...item, reasonCode: null, note: "" }],
      })),
    changeItem: (item, change) =>
      setDraft((now) => ({
        ...now,
        items: now.items.map((other) => (sameAs(item)(other) ? { ...other, ...change } : other)),
      })),
  };
}

function read(place: string): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? "null");
    return typeof stored === "object" && stored !== null ? { ...emptyDraft, ...stored } : emptyDraft;
  } catch {
    return emptyDraft;
  }
}

function write(place: string, draft: Draft): void {
  const isEmpty =
    draft.note === "" && draft.items.length + draft.reasonCodes.length + draft.ticks.length === 0;
  try {
    if (isEmpty) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the draft its shelter, not the member their work.
  }
}
