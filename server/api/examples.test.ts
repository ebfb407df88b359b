import { Validator } from "@cfworker/json-schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeyContext } from "@/server/auth/api-key";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { apiFixtures } from "@/server/testing/api-fixtures";
import { keyHeaders, ORIGIN } from "@/server/testing/callers";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { settleProcess } from "@/server/testing/runs";
import { apiScopes } from "@/server/workspaces/policy";
import { answerApi } from "./answer-api";
import { openApiDocument } from "./openapi";
import type { Example, Operation } from "./operation";
import { operations } from "./operations";

/** Every example of the document is sent to the server's own code, and its answer compared with what is shown. */
let database: TestDatabase;
let headers: Headers;
/** The document's ids → those of this database, and back. */
let real: Map<string, string>;

interface Shown {
  content: Record<string, { schema: object }>;
}
const document = openApiDocument(operations, "https://risk.example.com") as {
  paths: Record<string, Record<string, { responses: Record<string, Shown> }>>;
};

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  const ctx: Context = { ...(await database.workspace()), at: new Date() };
  headers = await keyHeaders(ctx, [...apiScopes]);
  real = await apiFixtures(ctx, await apiKeyContext(headers));
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const swap = (text: string, pairs: Iterable<readonly [string, string]>) =>
  [...pairs].reduce((text, [from, to]) => text.replaceAll(from, to), text);
const toReal = <T>(value: T): T => JSON.parse(swap(JSON.stringify(value), real)) as T;
const toShown = (text: string) =>
  swap(
    text,
    [...real].map(([shown, own]) => [own, shown] as const),
  );

/** What differs from run to run keeps its kind only: ids that no fixture has, times, digests, secrets of links. */
const known = new Set<string>();
function plain(text: string): string {
  return text
    .replaceAll(/\b([a-z]{2,5})_[0-9a-hjkmnp-tv-z]{26}\b/g, (id, prefix) =>
      known.has(id) ? id : `${prefix}_…`,
    )
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "time")
    .replaceAll(/https?:\/\/[^"/]+\/c\/[\w-]{40,}/g, "link")
    .replaceAll(/whsec_[\w+/=]+/g, "whsec")
    .replaceAll(/"[0-9a-f]{64}"/g, '"digest"');
}

const order: Record<Operation["method"], number> = { get: 0, post: 1, patch: 2, delete: 3 };
const endsSomething = (id: string) => /^(cancel|resolve)/.test(id);
/** What reads goes before what writes, and what ends something goes last. */
const examples = operations
  .flatMap((operation) => operation.examples.map((example) => ({ operation, example })))
  .map((one, at) => ({ ...one, at }))
  .sort(
    (a, b) =>
      Number(endsSomething(a.operation.id)) - Number(endsSomething(b.operation.id)) ||
      order[a.operation.method] - order[b.operation.method] ||
      a.at - b.at,
  );

function formOf({ form, mediaType, text }: NonNullable<Example["file"]>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(form?.fields ?? {})) body.set(name, value);
  body.set("file", new File([text], form?.name ?? "", { type: mediaType }));
  return body;
}

function send(operation: Operation, example: Example): Promise<Response> {
  const { params = {}, query = {}, body, file } = toReal(example);
  const path = Object.entries(params).reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
    operation.path as string,
  );
  const sent = new Headers(headers);
  if (operation.once !== "none" && operation.once !== "optional")
    sent.set("idempotency-key", crypto.randomUUID());
  if (body !== undefined) sent.set("content-type", "application/json");
  if (file && !file.form) sent.set("content-type", file.mediaType);
  for (const [name, value] of Object.entries(example.headers ?? {})) sent.set(name, value);
  return answerApi(
    new Request(`${ORIGIN}${path}?${new URLSearchParams(query)}`, {
      method: operation.method.toUpperCase(),
      headers: sent,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file.form ? formOf(file) : file.text }),
    }),
  );
}

describe("the examples of the document", () => {
  it.each(
    examples.map(({ operation, example }) => [operation.id, example.name, operation, example] as const),
  )("%s: %s", async (_, __, operation, example) => {
    for (const id of real.keys()) known.add(id);
    const response = await send(operation, example);
    const text = await response.text();
    expect(`${response.status} ${response.ok ? "" : text}`.trim()).toBe(
      `${example.status} ${response.ok ? "" : text}`.trim(),
    );
    expect(response.headers.get("ratelimit")).toMatch(/^"key";r=\d+;t=\d+$/);
    const answer = operation.answers[example.status];
    if (answer?.mediaTypes) {
      expect(answer.mediaTypes).toContain(response.headers.get("content-type")?.split(";")[0]);
      if (example.answer !== undefined) expect(plain(toShown(text))).toBe(plain(String(example.answer)));
      return;
    }
    expect(response.headers.get("content-type")).toMatch(/^application\/(problem\+)?json/);
    expect(JSON.parse(plain(toShown(text)))).toEqual(JSON.parse(plain(JSON.stringify(example.answer))));
    if (!answer?.schema) return;
    expect(answer.schema.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
    const shown = document.paths[operation.path]?.[operation.method]?.responses[example.status];
    const schema = shown?.content["application/json"]?.schema ?? {};
    const checked = new Validator(schema, "2020-12", false).validate(JSON.parse(text));
    expect(checked.errors).toEqual([]);
  });
});
