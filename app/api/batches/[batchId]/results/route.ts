import { serveBatchResults } from "@/server/api/batches";

export const dynamic = "force-dynamic";

export const GET = serveBatchResults;
