import { z } from "zod";
import { DomainError } from "@/server/errors";

/** Where a keyset page ended: the order it was in, and the last row's values in that order. */
const place = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

export function writeCursor(order: string, value: string | number, id: string): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString("base64url");
}

/** The place a cursor names, if it belongs to this order; a page of another order would skip or repeat rows. */
export function readCursor(
  cursor: string | undefined,
  order: string,
): { value: string | number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [of, value, id] = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (of === order) return { value, id };
  } catch {
    // Told below, like a cursor of another order.
  }
  throw new DomainError("invalid", "This page cannot be continued. Begin again with the first.", {
    issues: [{ path: "cursor", code: "unknown_cursor", message: "Leave it out to get the first page." }],
  });
}
