import type { z } from "zod";
import type { Tone } from "@/components/ui/status-chip";
import type { reasonCode } from "@/server/workflows/schema";

export type Reason = z.output<typeof reasonCode>;
type NamedKind = "queue" | "documentType" | "outcome";

/** What of the workflow rules can name, and how another one is made. */
export interface Names {
  /** From the least to the most severe. */
  outcomes: readonly { key: string; title: string; tone: Tone; isNegative: boolean }[];
  reasons: { readonly [code: string]: Reason };
  queues: readonly { value: string; label: string }[];
  documents: readonly { value: string; label: string }[];
  /** Puts a reason into the catalogue, new or changed. */
  putReason: (code: string, reason: Reason) => void;
  /** Makes one by its title; what it is called in data. */
  make: (kind: NamedKind, title: string) => string;
}
