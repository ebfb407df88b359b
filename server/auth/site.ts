import { env } from "@/server/platform/env";

/** Where a request reached us: the origin its browser sees, and whether cookies may be `Secure`. */
export interface Site {
  origin: string;
  secure: boolean;
}

/** `PUBLIC_URL` when set, else the host the browser asked for (`x-forwarded-*` are settled by the HTTP server). */
export function siteOf(headers: Headers): Site {
  const { PUBLIC_URL, TRUST_PROXY, HOST, PORT } = env();
  if (PUBLIC_URL) {
    const { origin, protocol } = new URL(PUBLIC_URL);
    return { origin, secure: protocol === "https:" };
  }
  const host = (TRUST_PROXY && headers.get("x-forwarded-host")) || headers.get("host") || `${HOST}:${PORT}`;
  const secure = TRUST_PROXY && headers.get("x-forwarded-proto") === "https";
  return { origin: `${secure ? "https" : "http"}://${host}`, secure };
}

/** The address a request came from, for throttling only. */
export function addressOf(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}

/**
 * Whether a request that changes something came from our own pages. A browser says so by `Sec-Fetch-Site` or `Origin`;
 * a request that carries neither is refused, because every browser we support sends one with a POST.
 */
export function isSameOrigin(headers: Headers): boolean {
  const fetchSite = headers.get("sec-fetch-site");
  if (fetchSite !== null && fetchSite !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null) return fetchSite === "same-origin";
  if (origin === siteOf(headers).origin) return true;
  // The page may be open under another name than PUBLIC_URL (a LAN address): the host itself then decides.
  return fetchSite === "same-origin" && URL.canParse(origin) && new URL(origin).host === headers.get("host");
}

/** A few words that let a person recognise their browser in a list: `Firefox on Linux`. */
export function deviceOf(headers: Headers): string {
  const agent = headers.get("user-agent") ?? "";
  const pick = (names: [RegExp, string][], otherwise: string) =>
    names.find(([pattern]) => pattern.test(agent))?.[1] ?? otherwise;
  const browser = pick(
    [
      [/Edg\//, "Edge"],
      [/OPR\//, "Opera"],
      [/Firefox\//, "Firefox"],
      [/Chrom(e|ium)\//, "Chrome"],
      [/Safari\//, "Safari"],
    ],
    "Unknown browser",
  );
  const system = pick(
    [
      [/Android/, "Android"],
      [/iPhone|iPad/, "iOS"],
      [/Windows/, "Windows"],
      [/Mac OS X/, "macOS"],
      [/Linux/, "Linux"],
    ],
    "unknown system",
  );
  return `${browser} on ${system}`;
}
