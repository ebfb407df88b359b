/** Ends this browser's session, then leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  await fetch("/api/auth/signout", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true", callbackUrl: "/sign-in" }),
  });
  // A whole new page, so that nothing of the session stays in memory.
  window.location.assign("/sign-in");
}

const YEAR_SECONDS = 365 * 86_400;

/** Makes another of the person's workspaces the one this browser works in. */
export function switchWorkspace(workspaceId: string): void {
  remember("gh_workspace", workspaceId);
  window.location.assign("/home");
}

/** Keeps the rail as it was left. */
export const rememberRail = (isMini: boolean): void => remember("gh_rail", isMini ? "mini" : "wide");

function remember(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it with the next page; Cookie Store needs https
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}${secure}`;
}
