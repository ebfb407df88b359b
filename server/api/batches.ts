import { z } from "zod";
import { staffContext } from "@/server/auth/session";
import { isSameOrigin } from "@/server/auth/site";
import { createBatch } from "@/server/batches/create";
import { batchResults } from "@/server/batches/results";
import { batchInput, createBatchInput } from "@/server/batches/schema";
import type { Context } from "@/server/context";
import { DomainError, fieldIssues, isDomainError } from "@/server/errors";
import { requirePermission } from "@/server/workspaces/require";
import { answerFile } from "./answer-file";
import { requireKey } from "./idempotency";
import { HttpRefusal } from "./problem";

const formats: Record<string, "csv" | "jsonl"> = {
  "text/csv": "csv",
  "application/x-ndjson": "jsonl",
  "application/jsonl": "jsonl",
};

/** What comes beside the file, as an address can hold it. */
interface Beside {
  workflow: string;
  columns?: string | undefined;
  name?: string | undefined;
  uploadKey: string;
}

/** Takes in a batch whose file is the request's body. */
export async function takeInBatch(
  ctx: Context,
  request: Request,
  { uploadKey, columns, ...beside }: Beside,
): Promise<{ batchId: string; replayed: boolean }> {
  const media = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = formats[media];
  if (!format)
    throw new HttpRefusal(
      415,
      "unsupported_media_type",
      "Send the file as text/csv or application/x-ndjson.",
    );
  const parsed = createBatchInput.safeParse({
    ...beside,
    format,
    ...(columns !== undefined && { columns: readColumns(columns) }),
  });
  if (!parsed.success)
    throw new HttpRefusal(400, "invalid", "Some fields need mending.", { issues: fieldIssues(parsed.error) });
  try {
    return await createBatch(ctx, { ...parsed.data, uploadKey, bytes: piecesOf(request) });
  } catch (error) {
    const [issue] = isDomainError(error) ? error.issues : [];
    if (!isDomainError(error)) throw error;
    if (issue?.code === "reused") throw new HttpRefusal(422, "idempotency_key_reused", error.message);
    if (issue?.code === "too_large") throw new HttpRefusal(413, "too_large", error.message);
    throw error;
  }
}

function readColumns(text: string): unknown {
  try {
    return z.array(z.unknown()).parse(JSON.parse(text));
  } catch {
    const message = "Send a JSON list of columns.";
    throw new HttpRefusal(400, "invalid", message, {
      issues: [{ path: "columns", code: "malformed_json", message }],
    });
  }
}

async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || !value) return;
      yield value;
    }
  } finally {
    await reader?.cancel().catch(() => {});
  }
}

const mediaTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" };

/** The results of a batch as a file, sent while they are read. */
export async function resultsResponse(
  ctx: Context,
  input: { batchId: string; format: "csv" | "jsonl" },
): Promise<Response> {
  const { name, text } = await batchResults(ctx, input);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "cache-control": "private, no-store",
      "content-type": mediaTypes[input.format],
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
    },
  });
}

/** `POST /api/batches?workflow=…&columns=…&name=…`: a member's upload, the body being the file. */
export function receiveBatch(request: Request): Promise<Response> {
  return answerFile(async (more) => {
    if (!isSameOrigin(request.headers))
      throw new DomainError(
        "forbidden",
        "This request did not come from Gatehouse. Open the page and try again.",
      );
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "decisions.create");
    const beside = memberUpload.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!beside.success)
      throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
        issues: fieldIssues(beside.error),
      });
    const { batchId } = await takeInBatch(ctx, request, { ...beside.data, uploadKey: requireKey(request) });
    return Response.json({ batchId }, { status: 201, headers: { "cache-control": "no-store" } });
  });
}

const memberUpload = z.strictObject({
  workflow: z.string(),
  columns: z.string().max(20_000).optional(),
  name: z.string().optional(),
});

/** `GET /api/batches/{id}/results?format=csv`: what came of a batch, for members. */
export function serveBatchResults(
  request: Request,
  { params }: { params: Promise<{ batchId: string }> },
): Promise<Response> {
  return answerFile(async (more) => {
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "decisions.view");
    const format = new URL(request.url).searchParams.get("format") === "jsonl" ? "jsonl" : "csv";
    const { batchId } = await params;
    return resultsResponse(ctx, { ...batchInput.parse({ batchId }), format });
  });
}
