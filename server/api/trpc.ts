import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { DomainError } from "@/server/errors";
import { log } from "@/server/platform/log";
import type { ApplicantPermission, Permission } from "@/server/workspaces/policy";
import { requirePermission } from "@/server/workspaces/require";
import type { Door } from "./context";
import { errorDetails, translateError } from "./errors";

/** Who may call a procedure; the table test reads it from every one. */
export interface ProcedureMeta {
  permission: Permission | ApplicantPermission;
}

const t = initTRPC
  .context<{ door: Door }>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      data: { ...shape.data, ...errorDetails(error, ctx?.door.requestId) },
    }),
  });

const SLOW_MS = 1000;

/**
 * The client's infinite queries say in which direction they read. Every list here goes one way, so the word is dropped
 * before a schema that knows only its own fields would refuse it.
 */
async function withoutDirection(getRawInput: () => Promise<unknown>): Promise<unknown> {
  const input = await getRawInput();
  if (typeof input !== "object" || input === null || !("direction" in input)) return input;
  const { direction, ...rest } = input;
  return direction === "forward" ? rest : input;
}

const observed = t.procedure.use(async ({ ctx, path, type, next, getRawInput }) => {
  const startedAt = performance.now();
  const result = await next({ getRawInput: () => withoutDirection(getRawInput) });
  const ms = Math.round(performance.now() - startedAt);
  const { requestId } = ctx.door;
  if (result.ok) {
    log()[ms > SLOW_MS ? "warn" : "debug"]({ requestId, path, type, ms }, "procedure");
    return result;
  }
  const error = translateError(result.error, requestId);
  log().info({ requestId, path, type, ms, code: error.code }, "procedure refused");
  throw error;
});

export const { router, createCallerFactory } = t;

/** A procedure for members. There is no other way to make one: naming the permission is making it. */
export function procedure(permission: Permission) {
  return observed.meta({ permission }).use(async ({ ctx, next }) => {
    const context = await ctx.door.staff();
    if (context.actor.kind !== "member") throw new DomainError("unauthenticated", "Sign in to go on.");
    requirePermission(context, permission);
    return next({ ctx: { ...context, actor: context.actor } });
  });
}

/** A procedure for the applicant whose link was opened in this browser; it reaches that application only. */
export const applicantProcedure = observed
  .meta({ permission: "collection.fill" })
  .use(async ({ ctx, next }) => {
    const context = await ctx.door.applicant();
    if (context.actor.kind !== "applicant")
      throw new DomainError("unauthenticated", "Open your link again to go on.");
    requirePermission(context, "collection.fill");
    return next({ ctx: { ...context, actor: context.actor } });
  });
