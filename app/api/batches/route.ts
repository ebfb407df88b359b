import { receiveBatch } from "@/server/api/batches";

export const dynamic = "force-dynamic";

export const POST = receiveBatch;
