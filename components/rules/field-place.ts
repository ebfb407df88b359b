import { createContext } from "react";
import type { RuleSettings } from "@/server/rules/core/compile";
import type { Look } from "@/server/rules/core/readings";
import type { Words } from "@/server/rules/core/words";

/** Where in a workflow fields are chosen: what they hold in a saved test, and why one that is named reads nothing there. */
export interface FieldPlace {
  sample: (path: string) => string | undefined;
  why: (path: string) => { message: string; nearest?: string | undefined } | undefined;
  /** In how many of the saved tests that come here it has no value. */
  missing?: ((path: string) => { of: number; missing: number } | undefined) | undefined;
}

export const FieldPlaceContext = createContext<FieldPlace | undefined>(undefined);

/** A record that is looked at while rules are edited: what the step knows of it, and how rules are read there. */
export interface RecordPlace extends Look {
  /** “Nordlicht Handel GmbH”: whose it is. */
  title: string;
  settings: RuleSettings;
  words: Words;
}

export const RecordContext = createContext<RecordPlace | undefined>(undefined);
