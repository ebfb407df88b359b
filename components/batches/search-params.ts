import { parseAsStringLiteral } from "nuqs/server";

/** Which rows of a batch are listed. */
export const rowChoices = ["all", "failed", "decided", "started", "pending"] as const;
export type RowChoice = (typeof rowChoices)[number];

export const batchParams = { rows: parseAsStringLiteral(rowChoices).withDefault("failed") };
