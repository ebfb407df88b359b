import type { Context } from "@/server/context";
import { relateParties } from "@/server/parties/relate";
import { tellParty } from "@/server/parties/tell";
import type { Form } from "@/server/workflows/schema";
import { declaredPeople, identityOf, valuesOf } from "./declared";
import type { Collecting } from "./find";

/** Tells the party what a form says about it and about its people, with where it came from. */
export async function handOver(
  ctx: Context,
  { document, vault, application }: Collecting,
  form: Form,
  sent: Record<string, unknown>,
): Promise<void> {
  const source = `application:${application.id}`;
  await tellParty(ctx, {
    partyId: application.partyId,
    vault,
    values: valuesOf(form.key, sent),
    source,
    ...identityOf(document, form.key, sent),
  });
  const people = declaredPeople(document, form, sent);
  if (people.roles.length > 0) await relateParties(ctx, { partyId: application.partyId, ...people, source });
}
