import { refuseUnknown } from "@/server/api/serve";

export const dynamic = "force-dynamic";

export const GET = refuseUnknown;
export const POST = refuseUnknown;
export const PUT = refuseUnknown;
export const PATCH = refuseUnknown;
export const DELETE = refuseUnknown;
