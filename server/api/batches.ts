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
import { isForm, readFormFile } from "./form-file";
import { requireKey } from "./idempotency";
import { HttpRefusal } from "./problem";
import { textDownload } from "./text-download";

const formats: Record<string, "csv" | "jsonl"> = {
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/x-ndjson": "jsonl",
  "application/jsonl": "jsonl",
};
/** Browsers say of a file what their system says of its ending: of a CSV, that it is Excel's. */
const endings: Record<string, "csv" | "jsonl"> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
};

/** What comes beside the file: in the address, or in the form that brings it. */
const beside = z.strictObject({
  workflow: z.string().max(64).optional(),
  columns: z.string().max(20_000).optional(),
  name: z.string().max(200).optional(),
});
type Beside = z.infer<typeof beside>;

/** Takes in a batch whose file is the request's body, or the last part of a form. */
export async function takeInBatch(
  ctx: Context,
  request: Request,
  { uploadKey, ...address }: Beside & { uploadKey: string },
): Promise<{ batchId: string; replayed: boolean }> {
  const { bytes, format, ...sent } = isForm(request) ? await fromForm(request, address) : fromBody(request);
  try {
    const { columns, ...rest } = { ...address, ...sent };
    const parsed = createBatchInput.safeParse({
      ...rest,
      format,
      ...(columns !== undefined && { columns: readColumns(columns) }),
    });
    if (!parsed.success)
      throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
        issues: fieldIssues(parsed.error),
      });
    return await createBatch(ctx, { ...parsed.data, uploadKey, bytes });
  } catch (error) {
    const [issue] = isDomainError(error) ? error.issues : [];
    if (!isDomainError(error)) throw error;
    if (issue?.code === "reused") throw new HttpRefusal(422, "idempotency_key_reused", error.message);
    if (issue?.code === "too_large") throw new HttpRefusal(413, "too_large", error.message);
    throw error;
  } finally {
    // What is refused is not read to its end.
    await bytes.return(undefined);
  }
}

interface Sent extends Beside {
  format: "csv" | "jsonl";
  bytes: AsyncGenerator<Uint8Array>;
}

function fromBody(request: Request): Sent {
  const media = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  return { format: formatOf(media, ""), bytes: piecesOf(request) };
}

async function fromForm(request: Request, address: Beside): Promise<Sent> {
  const { fields, name, mediaType, bytes } = await readFormFile(request);
  const parsed = beside.safeParse(fields);
  const twice = Object.keys(fields).filter((field) => field in address);
  if (!parsed.success || twice.length > 0)
    throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
      issues: parsed.success
        ? twice.map((path) => ({ path, code: "repeated", message: "Send this once." }))
        : fieldIssues(parsed.error),
    });
  const named = parsed.data.name ?? address.name ?? name.slice(0, 200);
  return { ...parsed.data, name: named, format: formatOf(mediaType, name), bytes };
}

function formatOf(media: string, name: string): "csv" | "jsonl" {
  const format = formats[media] ?? endings[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ""];
  if (format) return format;
  throw new HttpRefusal(
    415,
    "unsupported_media_type",
    "Send the file as text/csv or application/x-ndjson, or as a form whose file is called .csv or .jsonl.",
  );
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
  return textDownload(name, mediaTypes[input.format], text);
}

/** `POST /api/batches`: a member's upload, as a form. */
export function receiveBatch(request: Request): Promise<Response> {
  return answerFile(async (more) => {
    if (!isSameOrigin(request.headers))
      throw new DomainError(
        "forbidden",
        "This request did not come from Gatehouse. Open the page and try again.",
      );
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "decisions.create");
    const address = beside.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!address.success)
      throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
        issues: fieldIssues(address.error),
      });
    const { batchId } = await takeInBatch(ctx, request, { ...address.data, uploadKey: requireKey(request) });
    return Response.json({ batchId }, { status: 201, headers: { "cache-control": "no-store" } });
  });
}

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
