import type { Page } from "playwright";

/** What the page's own visitor asks of a procedure: quicker than clicking a world together. */
export const ask = (page: Page, procedure: string, input?: object) =>
  page.evaluate(
    async ([path, search]) => {
      const answer = await fetch(`/api/trpc/${path}${search}`);
      return (await answer.json()).result.data.json;
    },
    [procedure, input ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : ""] as const,
  );

/** The same for what changes something. */
export const tell = (page: Page, procedure: string, input: object) =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`/api/trpc/${path}`, { method: "POST", headers, body });
      const { result, error } = await answer.json();
      if (!result) throw new Error(`${path}: ${JSON.stringify(error)}`);
      return result.data.json;
    },
    [procedure, JSON.stringify({ json: input })] as const,
  );

/** Has the public API decide, as another system would. */
export async function decideAll(page: Page, requests: readonly object[]) {
  const { key } = await tell(page, "apiKeys.create", { name: "Pictures", scopes: ["decisions.create"] });
  for (const request of requests)
    await page.evaluate(
      async ([authorization, body]) => {
        const headers = { "content-type": "application/json", authorization };
        await fetch("/api/v1/decisions", { method: "POST", headers, body });
      },
      [`Bearer ${key}`, JSON.stringify(request)] as const,
    );
}
