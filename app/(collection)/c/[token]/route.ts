import { openLink } from "@/server/auth/applicant";
import { isDomainError } from "@/server/errors";

export const dynamic = "force-dynamic";

/** The address must not be remembered: it is the key. */
const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex" };

/** Swaps the token of a link for a cookie of this browser, and goes on at an address without it. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  try {
    const { applicationId, setCookie } = await openLink(token, request.headers);
    return new Response(null, {
      status: 303,
      headers: { ...headers, location: `/c/application/${applicationId}`, "set-cookie": setCookie },
    });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return new Response(null, { status: 303, headers: { ...headers, location: "/c/closed" } });
  }
}

/** Link previews and mail scanners ask without opening: no visit is made for them. */
export const HEAD = () => new Response(null, { status: 200, headers });
