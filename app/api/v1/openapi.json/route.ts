import { openApiDocument } from "@/server/api/openapi";
import { operations } from "@/server/api/operations";
import { siteOf } from "@/server/auth/site";

export const dynamic = "force-dynamic";

export const GET = (request: Request) =>
  Response.json(openApiDocument(operations, siteOf(request.headers).origin), {
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" },
  });
