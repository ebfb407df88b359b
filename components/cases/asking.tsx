import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";

/** Something that can be asked of the applicant again, and what it is called here. */
export interface Askable {
  kind: "field" | "document";
  key: string;
  subject: string;
  title: string;
}

/** What is on the list to send back; nothing can be put there when the member may not. */
export interface Asking {
  isOpen: boolean;
  has: (item: Askable) => boolean;
  toggle: (item: Askable) => void;
}

export const askableKey = ({ kind, key, subject }: Omit<Askable, "title">) =>
  JSON.stringify([kind, key, subject]);

/** Puts a piece of evidence on the list to send back, or takes it off again. */
export function AskButton({ asking, item }: { asking: Asking; item: Askable }) {
  if (!asking.isOpen) return null;
  const isOn = asking.has(item);
  return (
    <IconButton
      size={26}
      icon={isOn ? IconCheck : IconArrowBackUp}
      color={isOn ? "accent" : "gray"}
      variant={isOn ? "light" : "subtle"}
      label={isOn ? `Do not ask again: ${item.title}` : `Ask again: ${item.title}`}
      aria-pressed={isOn}
      onClick={() => asking.toggle(item)}
    />
  );
}
