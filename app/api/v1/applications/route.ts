import { createApplicationOperation } from "@/server/api/operations";
import { refuseUnknown, serve } from "@/server/api/serve";
import { createApplication } from "@/server/applications/create";
import { siteOf } from "@/server/auth/site";

export const dynamic = "force-dynamic";

export const POST = serve(createApplicationOperation, async (ctx, { body, headers }) => ({
  status: 201,
  body: await createApplication(ctx, { ...body, origin: siteOf(headers).origin }),
}));
export const GET = refuseUnknown;
