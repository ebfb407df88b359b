import { getApplicationOperation } from "@/server/api/operations";
import { serve } from "@/server/api/serve";
import { getApplication } from "@/server/applications/get";

export const dynamic = "force-dynamic";

export const GET = serve(getApplicationOperation, async (ctx, { params }) => ({
  status: 200,
  body: await getApplication(ctx, params),
}));
