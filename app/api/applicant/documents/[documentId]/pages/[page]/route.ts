import { serveApplicantPage } from "@/server/api/documents";

export const dynamic = "force-dynamic";

export const GET = serveApplicantPage;
