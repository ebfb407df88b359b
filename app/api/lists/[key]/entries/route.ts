import { receiveEntries, serveEntries } from "@/server/api/list-files";

export const dynamic = "force-dynamic";

export const GET = serveEntries;
export const POST = receiveEntries;
