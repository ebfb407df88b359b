import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import { openVault } from "@/server/parties/vault";
import { openBytes, sealBytes } from "@/server/platform/seal";

/** Seals what belongs to an event: under the key of the party it is about, or the master key when it is about none. */
export interface Envelope {
  partyId: string | null;
  seal(where: string, text: string): Uint8Array;
  open(where: string, sealed: Uint8Array): string;
  /** The party's key was destroyed: nothing sealed under it opens any more. */
  erased: boolean;
}

export const places = {
  event: (id: string) => `webhook_events.body:${id}`,
  response: (deliveryId: string, number: number) => `webhook_attempts.response:${deliveryId}/${number}`,
  url: (ctx: Context, id: string) => `webhook_endpoints.url:${id}:${ctx.workspaceId}`,
  secret: (ctx: Context, id: string) => `webhook_secrets.secret:${id}:${ctx.workspaceId}`,
  callback: (id: string) => `webhook_callbacks.body:${id}`,
};

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

/** The envelope as it was chosen: null stays the master key. */
export async function envelopeOf(tx: Tx, ctx: Context, partyId: string | null): Promise<Envelope> {
  if (partyId === null) return masterEnvelope(ctx);
  const vault = await openVault(tx, ctx, partyId);
  return {
    partyId,
    erased: vault.erased,
    seal: (where, plain) => vault.sealBytes(where, Buffer.from(plain)),
    open: (where, sealed) => text(vault.openBytes(where, sealed)),
  };
}

type MasterEnvelope = Envelope & {
  sealBytes(where: string, plain: Uint8Array): Uint8Array;
  openBytes(where: string, sealed: Uint8Array): Uint8Array;
};

export function masterEnvelope(ctx: Context): MasterEnvelope {
  const place = (where: string) => `${where}:${ctx.workspaceId}`;
  return {
    partyId: null,
    erased: false,
    seal: (where, plain) => sealBytes(ctx.keys.master, place(where), Buffer.from(plain)),
    open: (where, sealed) => text(openBytes(ctx.keys.master, place(where), sealed)),
    sealBytes: (where, plain) => sealBytes(ctx.keys.master, place(where), plain),
    openBytes: (where, sealed) => openBytes(ctx.keys.master, place(where), sealed),
  };
}
