import { receiveUpload } from "@/server/api/documents";

export const dynamic = "force-dynamic";

export const POST = receiveUpload;
