import { isDomainError } from "@/server/errors";
import { openLink } from "./applicant";

/** The address must not be remembered: it is the key. */
const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex" };

/**
 * Answers the opening of a link: a cookie for this browser, and the way on to an address without the token. Every kind
 * of link that does not work leads to one page, which says what to do and not whether there ever was such a link.
 */
export async function swapLink(token: string, request: Headers, at = new Date()): Promise<Response> {
  try {
    const { applicationId, setCookie } = await openLink(token, request, at);
    const location = `/c/application/${applicationId}`;
    return new Response(null, { status: 303, headers: { ...headers, location, "set-cookie": setCookie } });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return new Response(null, { status: 303, headers: { ...headers, location: "/c/closed" } });
  }
}

/** Link previews and mail scanners ask without opening: no visit is made for them. */
export const announceLink = (): Response => new Response(null, { status: 200, headers });
