import { createSecretKey, randomBytes } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { partyKeys } from "@/db/schema";
import type { Context } from "@/server/context";
import { openBytes, openJson, sealBytes, sealJson } from "@/server/platform/seal";

/** Seals and opens one party's personal values. `where` is `table.column:row`; the workspace is added here. */
export interface Vault {
  partyId: string;
  seal(where: string, value: unknown): Uint8Array;
  /** Throws `ErasedError` once the party's key is destroyed. */
  open<T>(where: string, sealed: Uint8Array): T;
  sealBytes(where: string, plain: Uint8Array): Uint8Array;
  openBytes(where: string, sealed: Uint8Array): Uint8Array;
  erased: boolean;
}

export class ErasedError extends Error {
  constructor() {
    super("This party's personal data was erased.");
    this.name = "ErasedError";
  }
}

function vaultOf(workspaceId: string, partyId: string, key: Uint8Array | undefined): Vault {
  const place = (where: string) => `${where}:${workspaceId}`;
  const ready = key && createSecretKey(key);
  const need = () => {
    if (!ready) throw new ErasedError();
    return ready;
  };
  return {
    partyId,
    erased: !key,
    seal: (where, value) => sealJson(need(), place(where), value),
    open: (where, sealed) => openJson(need(), place(where), sealed),
    sealBytes: (where, plain) => sealBytes(need(), place(where), plain),
    openBytes: (where, sealed) => openBytes(need(), place(where), sealed),
  };
}

const wrapPlace = (workspaceId: string, partyId: string) => `party_keys.wrapped:${partyId}:${workspaceId}`;

/** The key of a new party and its row, which the transaction that creates the party writes. Once per party. */
export function newVault(
  ctx: Context,
  partyId: string,
): { vault: Vault; row: typeof partyKeys.$inferInsert } {
  const { workspaceId } = ctx;
  const key = randomBytes(32);
  const wrapped = sealBytes(ctx.keys.master, wrapPlace(workspaceId, partyId), key);
  return {
    vault: vaultOf(workspaceId, partyId, key),
    row: { workspaceId, partyId, wrapped, createdAt: ctx.at },
  };
}

/** The party's vault; an erased party's opens nothing. */
export async function openVault(tx: Tx, ctx: Context, partyId: string): Promise<Vault> {
  const [row] = await tx
    .select({ wrapped: partyKeys.wrapped })
    .from(partyKeys)
    .where(and(eq(partyKeys.workspaceId, ctx.workspaceId), eq(partyKeys.partyId, partyId)));
  return vaultFrom(ctx, partyId, row?.wrapped ?? null);
}

/** The vault of a party whose wrapped key the caller has read: `null` when it was destroyed. */
export function vaultFrom(ctx: Context, partyId: string, wrapped: Uint8Array | null): Vault {
  const place = wrapPlace(ctx.workspaceId, partyId);
  const key = wrapped ? openBytes(ctx.keys.master, place, wrapped) : undefined;
  return vaultOf(ctx.workspaceId, partyId, key);
}

/** The vaults of several parties in one question, by party. */
export async function openVaults(
  tx: Tx,
  ctx: Context,
  partyIds: readonly string[],
): Promise<Map<string, Vault>> {
  const wanted = [...new Set(partyIds)];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .select({ partyId: partyKeys.partyId, wrapped: partyKeys.wrapped })
    .from(partyKeys)
    .where(and(eq(partyKeys.workspaceId, ctx.workspaceId), inArray(partyKeys.partyId, wanted)));
  const wrapped = new Map(rows.map((row) => [row.partyId, row.wrapped]));
  return new Map(wanted.map((partyId) => [partyId, vaultFrom(ctx, partyId, wrapped.get(partyId) ?? null)]));
}
