import { createContext } from "react";

/** Where in a workflow fields are chosen: what they hold in a saved test, and why one that is named reads nothing there. */
export interface FieldPlace {
  sample: (path: string) => string | undefined;
  why: (path: string) => { message: string; nearest?: string | undefined } | undefined;
}

export const FieldPlaceContext = createContext<FieldPlace | undefined>(undefined);
