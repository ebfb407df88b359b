import type { Site } from "./site";

/** The cookies of one site. Over plain http there is no `Secure` and no `__Host-`, or sign-in dies on a LAN. */
export function cookieNames(site: Site) {
  const prefix = site.secure ? "__Host-" : "";
  return {
    session: `${prefix}gh_session`,
    csrf: `${prefix}gh_csrf`,
    callback: `${prefix}gh_callback`,
    /** A browser that signed in before: its tries are counted apart from strangers'. */
    device: `${prefix}gh_device`,
    workspace: "gh_workspace",
    /** One per application, so that two links open in one browser do not write into each other. */
    visit: (applicationId: string) => `${prefix}gh_visit_${applicationId}`,
  };
}

/** The cookies a request carries. The first of two with one name counts: browsers send the narrower first. */
export function readCookies(headers: Headers): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (cookies.has(name)) continue;
    try {
      cookies.set(name, decodeURIComponent(part.slice(at + 1).trim()));
    } catch {
      // A value that is not ours to read is as good as no cookie.
    }
  }
  return cookies;
}

/** A `Set-Cookie` value scripts cannot read. Without `maxAgeSeconds` it lasts until the browser closes; 0 removes it. */
export function setCookie(site: Site, name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${age}${site.secure ? "; Secure" : ""}`;
}
