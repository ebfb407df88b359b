import { and, eq } from "drizzle-orm";
import { parties } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { Json, JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { createParty } from "./create";
import type { PartyReference } from "./schema";
import { openFacts } from "./tell";
import { openVault, type Vault } from "./vault";

export interface ResolvedParty {
  id: string;
  vault: Vault;
  /** What a run reads under `party`. */
  data: JsonObject;
}

const refuse = (code: "not_found" | "conflict", message: string) =>
  new DomainError(code, message, { issues: [{ path: "party.id", code, message }] });

/** Only what is known: a rule must find a missing name missing, not empty. */
function dataOf(
  kind: "business" | "person",
  party: { id: string } & { [K in "name" | "country" | "reference"]?: string | null | undefined },
): JsonObject {
  const { id, name, country, reference } = party;
  return { id, kind, ...(name && { name }), ...(country && { country }), ...(reference && { reference }) };
}

/** The party a request names, made when it only describes one. Its kind is the workflow's. */
export function resolveParty(
  ctx: Context,
  input: { kind: "business" | "person"; party?: PartyReference | undefined },
): Promise<ResolvedParty> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { kind, party = {} } = input;
    if (!party.id) {
      const made = await createParty(ctx, { kind, ...party });
      return { id: made.id, vault: made.vault, data: dataOf(kind, { ...party, id: made.id }) };
    }
    const [row] = await tx
      .select()
      .from(parties)
      .where(and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, party.id)));
    if (!row) throw refuse("not_found", "There is no party with this id in this workspace.");
    if (row.erasedAt) throw refuse("conflict", "This party's data was erased. Describe a new party instead.");
    if (row.kind !== kind)
      throw refuse(
        "conflict",
        `This workflow decides about a ${kind}; the party with this id is a ${row.kind}.`,
      );
    const vault = await openVault(tx, ctx, row.id);
    return { id: row.id, vault, data: { ...dataOf(kind, row), ...learned(row, vault) } };
  });
}

const FACTS = "party.facts.";

/** What earlier runs wrote to the party, as it is at this moment: the run keeps reading this. */
function learned({ data, nextReviewOn }: typeof parties.$inferSelect, vault: Vault): JsonObject {
  const facts = Object.entries(openFacts(vault, data)).flatMap(([path, { value }]): [string, Json][] =>
    path.startsWith(FACTS) ? [[path.slice(FACTS.length), value]] : [],
  );
  return {
    ...(facts.length > 0 && { facts: Object.fromEntries(facts) }),
    ...(nextReviewOn && { nextReviewOn }),
  };
}
