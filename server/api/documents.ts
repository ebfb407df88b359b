import { apiKeyContext } from "@/server/auth/api-key";
import { applicantContext } from "@/server/auth/applicant";
import { staffContext } from "@/server/auth/session";
import { isSameOrigin } from "@/server/auth/site";
import type { Context } from "@/server/context";
import { readPage } from "@/server/documents/read-page";
import { MAX_UPLOAD_BYTES, uploadInput } from "@/server/documents/schema";
import { uploadDocument } from "@/server/documents/upload";
import { DomainError, fieldIssues, isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import { log } from "@/server/platform/log";
import { requirePermission } from "@/server/workspaces/require";
import { HttpRefusal, problemOf } from "./problem";

type Route = { params: Promise<{ documentId: string; page: string }> };
type More = { at: Date; requestId: string };

/** A picture and nothing else, whatever a browser thinks it sees; kept by no cache on the way. */
const picture = {
  "cache-control": "private, no-store",
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

const extensions: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg" };

/** Answers with what `work` makes, or with the refusal as a problem. */
async function answer(work: (more: More) => Promise<Response>): Promise<Response> {
  const more = { at: new Date(), requestId: newId("request") };
  try {
    return await work(more);
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof HttpRefusal))
      log().error({ requestId: more.requestId, ...failureFacts(error) }, "a document request failed");
    const { problem, headers } = problemOf(error, more.requestId);
    return new Response(JSON.stringify(problem), {
      status: problem.status,
      headers: { ...headers, "cache-control": "no-store", "content-type": "application/problem+json" },
    });
  }
}

/** Reads a file's bytes, one more at most than we take, so that nobody fills our memory. */
async function readFile(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader && size <= MAX_UPLOAD_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  if (size > MAX_UPLOAD_BYTES) await reader?.cancel();
  return Buffer.concat(chunks);
}

const applicationOf = (url: URL) => {
  const applicationId = url.searchParams.get("application");
  return applicationId ? { applicationId } : {};
};

/**
 * `POST /api/applicant/documents?type=…&subject=…&name=…&document=…&application=…`, the body being the file itself: no
 * form around it, so there is nothing to parse before its size is known.
 */
export function receiveUpload(request: Request): Promise<Response> {
  return answer(async (more) => {
    if (!isSameOrigin(request.headers))
      throw new DomainError(
        "forbidden",
        "This request did not come from Gatehouse. Open your link and try again.",
      );
    const url = new URL(request.url);
    const ctx = await applicantContext(request, { ...more, ...applicationOf(url) });
    requirePermission(ctx, "collection.fill");
    const { application: _, ...given } = Object.fromEntries(url.searchParams);
    const parsed = uploadInput.safeParse(given);
    if (!parsed.success)
      throw new DomainError("invalid", "This upload does not say what it is. Reload the page.", {
        issues: fieldIssues(parsed.error),
      });
    const bytes = await readFile(request);
    const document = await uploadDocument(ctx, { ...parsed.data, bytes });
    return Response.json(document, { status: 201, headers: { "cache-control": "no-store" } });
  });
}

async function pageResponse(ctx: Context, { params }: Route): Promise<Response> {
  const { documentId, page } = await params;
  if (!/^[1-9]\d{0,3}$/.test(page)) throw new DomainError("not_found", "This page does not exist.");
  const { bytes, mediaType, name } = await readPage(ctx, { documentId, page: Number(page) });
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...picture,
      "content-type": mediaType,
      "content-disposition": `inline; filename="${name}.${extensions[mediaType] ?? "bin"}"`,
    },
  });
}

/** `GET /api/documents/{id}/pages/{n}`, for members and for API keys. */
export function serveStaffPage(request: Request, route: Route): Promise<Response> {
  return answer(async (more) => {
    const { headers } = request;
    const ctx = headers.has("authorization")
      ? await apiKeyContext(headers, more)
      : await staffContext(headers, more);
    requirePermission(ctx, "documents.view");
    return pageResponse(ctx, route);
  });
}

/** `GET /api/applicant/documents/{id}/pages/{n}?application=…`: the applicant's own. */
export function serveApplicantPage(request: Request, route: Route): Promise<Response> {
  return answer(async (more) => {
    const ctx = await applicantContext(request, { ...more, ...applicationOf(new URL(request.url)) });
    requirePermission(ctx, "collection.fill");
    return pageResponse(ctx, route);
  });
}
