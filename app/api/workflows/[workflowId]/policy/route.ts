import { servePolicy } from "@/server/api/policy-paper";

export const dynamic = "force-dynamic";

export const GET = servePolicy;
