import { serveBacktestRecords } from "@/server/api/backtests";

export const dynamic = "force-dynamic";

export const GET = serveBacktestRecords;
