import { customType, timestamp } from "drizzle-orm/pg-core";

/** An id or key: text in collation C, so that comparisons are by byte and keyset paging is stable. */
export const idText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** Encrypted bytes made by `platform/seal`: personal values under the party's key, secrets under the master key. */
export const sealed = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
export const workspaceId = () => idText("workspace_id").notNull();
