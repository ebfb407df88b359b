import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { type ApplicantPermission, can, type Permission } from "./policy";

/** Refuses unless the actor of the context may. Doors call it for every request; verbs may again. */
export function requirePermission(
  ctx: Pick<Context, "actor">,
  permission: Permission | ApplicantPermission,
): void {
  if (!can(ctx.actor, permission))
    throw new DomainError("forbidden", "Your role does not allow this. Ask an admin of this workspace.");
}
