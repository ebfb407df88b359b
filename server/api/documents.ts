import { apiKeyContext } from "@/server/auth/api-key";
import { applicantContext } from "@/server/auth/applicant";
import { staffContext } from "@/server/auth/session";
import { isSameOrigin } from "@/server/auth/site";
import type { Context } from "@/server/context";
import { readPage } from "@/server/documents/read-page";
import { MAX_UPLOAD_BYTES, uploadInput } from "@/server/documents/schema";
import { uploadDocument } from "@/server/documents/upload";
import { DomainError, fieldIssues } from "@/server/errors";
import { requirePermission } from "@/server/workspaces/require";
import { answerFile } from "./answer-file";
import { pictureResponse } from "./picture";
import { readFile } from "./read-file";

type Route = { params: Promise<{ documentId: string; page: string }> };

const applicationOf = (url: URL) => {
  const applicationId = url.searchParams.get("application");
  return applicationId ? { applicationId } : {};
};

/**
 * `POST /api/applicant/documents?type=…&subject=…&name=…&document=…&application=…`, the body being the file itself: no
 * form around it, so there is nothing to parse before its size is known.
 */
export function receiveUpload(request: Request): Promise<Response> {
  return answerFile(async (more) => {
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
    const bytes = await readFile(request, MAX_UPLOAD_BYTES);
    const document = await uploadDocument(ctx, { ...parsed.data, bytes });
    return Response.json(document, { status: 201, headers: { "cache-control": "no-store" } });
  });
}

async function pageResponse(ctx: Context, { params }: Route): Promise<Response> {
  const { documentId, page } = await params;
  if (!/^[1-9]\d{0,3}$/.test(page)) throw new DomainError("not_found", "This page does not exist.");
  return pictureResponse(await readPage(ctx, { documentId, page: Number(page) }));
}

/** `GET /api/documents/{id}/pages/{n}`, for members and for API keys. */
export function serveStaffPage(request: Request, route: Route): Promise<Response> {
  return answerFile(async (more) => {
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
  return answerFile(async (more) => {
    const ctx = await applicantContext(request, { ...more, ...applicationOf(new URL(request.url)) });
    requirePermission(ctx, "collection.fill");
    return pageResponse(ctx, route);
  });
}
