import { staffContext } from "@/server/auth/session";
import { exportRecords } from "@/server/backtests/export";
import { backtestInput } from "@/server/backtests/schema";
import { requirePermission } from "@/server/workspaces/require";
import { answerFile } from "./answer-file";
import { textDownload } from "./text-download";

/** `GET /api/backtests/{id}/records`: what a backtest found otherwise, for members. */
export function serveBacktestRecords(
  request: Request,
  { params }: { params: Promise<{ backtestId: string }> },
): Promise<Response> {
  return answerFile(async (more) => {
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "decisions.view");
    const { name, text } = await exportRecords(ctx, backtestInput.parse(await params));
    return textDownload(name, "text/csv; charset=utf-8", text);
  });
}
