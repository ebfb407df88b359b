import { createApplication } from "@/server/applications/create";
import { getApplication } from "@/server/applications/get";
import { createLink } from "@/server/applications/link";
import { listApplications } from "@/server/applications/list";
import { revokeLinks } from "@/server/applications/revoke-links";
import {
  applicationInput,
  createApplicationInput,
  listApplicationsInput,
} from "@/server/applications/schema";
import { siteOf } from "@/server/auth/site";
import { procedure, router } from "../trpc";

export const applicationsRouter = router({
  list: procedure("applications.view")
    .input(listApplicationsInput)
    .query(({ ctx, input }) => listApplications(ctx, input)),
  get: procedure("applications.view")
    .input(applicationInput)
    .query(({ ctx, input }) => getApplication(ctx, { id: input.applicationId })),
  create: procedure("applications.create")
    .input(createApplicationInput)
    .mutation(({ ctx, input }) =>
      createApplication(ctx, { ...input, origin: siteOf(ctx.door.headers).origin }),
    ),
  /** Invites again: a fresh link, shown once. Links made before stay open. */
  createLink: procedure("applications.invite")
    .input(applicationInput)
    .mutation(async ({ ctx, input }) => {
      const { link, expiresAt } = await createLink(ctx, {
        ...input,
        origin: siteOf(ctx.door.headers).origin,
      });
      return { link, linkExpiresAt: expiresAt.toISOString() };
    }),
  /** Closes every open link, and every browser that came by one. */
  revokeLinks: procedure("applications.invite")
    .input(applicationInput)
    .mutation(async ({ ctx, input }) => ({ revoked: await revokeLinks(ctx, input) })),
});
