import { serveStaffPage } from "@/server/api/documents";

export const dynamic = "force-dynamic";

export const GET = serveStaffPage;
