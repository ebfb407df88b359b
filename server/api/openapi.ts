import { z } from "zod";
import type { Operation } from "./operation";
import { problemSchema } from "./problem-schema";

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io });
  return rest;
};

const refusals: Record<number, string> = {
  400: "Something in the request needs mending; `errors` names each field.",
  401: "The API key is missing, wrong, expired or revoked.",
  403: "The API key lacks the scope.",
  404: "There is nothing here that this key may see.",
  409: "The request does not fit the present state, or its first copy is still being answered.",
  413: "The body is larger than 1 MiB.",
  415: "The body is not JSON.",
  422: "The Idempotency-Key was used for another request.",
  429: "Too many requests; `Retry-After` says when to come back.",
  500: "Something failed on our side; `reference` finds it in the log.",
};

/** Which refusals an operation can answer with, beside its own answers. */
function refusalsOf(operation: Operation): number[] {
  const withBody = operation.body ? [409, 413, 415] : [];
  return [400, 401, 403, 404, ...withBody, ...(operation.once ? [422] : []), 429, 500];
}

const header = (description: string, type = "string") => ({ description, schema: { type } });

const answerHeaders = {
  "ratelimit-limit": header("Requests allowed in a minute.", "integer"),
  "ratelimit-remaining": header("Requests left in this minute.", "integer"),
  "ratelimit-reset": header("Seconds until the minute ends.", "integer"),
  "request-id": header("The reference of this request."),
};

function chapter(operation: Operation): Json {
  const parameters: Json[] = Object.entries(operation.params.shape).map(([name, schema]) => ({
    name,
    in: "path",
    required: true,
    schema: schemaOf(schema as z.ZodType, "input"),
  }));
  if (operation.once)
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: true,
      description:
        "A text of your own, new for every change. Repeating a request with the same key within 24 hours gets the first answer again.",
      schema: { type: "string", minLength: 1, maxLength: 255 },
    });
  const named = (status: number) => operation.examples.filter((example) => example.status === status);
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: `${operation.description}\n\nNeeds the scope \`${operation.scope}\`.`,
    security: [{ apiKey: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: schemaOf(operation.body, "input"),
                examples: Object.fromEntries(
                  operation.examples.map((example) => [
                    example.name,
                    { summary: example.name, value: example.body },
                  ]),
                ),
              },
            },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            headers: answerHeaders,
            content: {
              "application/json": {
                schema: schemaOf(answer.schema, "output"),
                examples: Object.fromEntries(
                  named(Number(status)).map((example) => [
                    example.name,
                    { summary: example.name, value: example.answer },
                  ]),
                ),
              },
            },
          },
        ]),
      ),
      ...Object.fromEntries(
        refusalsOf(operation).map((status) => [status, { $ref: `#/components/responses/${status}` }]),
      ),
    },
  };
}

/** The OpenAPI 3.1 document of the operations, from the schemas their handlers parse with. */
export function openApiDocument(operations: readonly Operation[], origin: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: chapter(operation) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse API",
      version: "1",
      description:
        "Create applications, read where they stand, decide in one request. Errors are `application/problem+json`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "`gh_test_…` in sandbox workspaces, `gh_live_…` in live ones.",
        },
      },
      schemas: { Problem: schemaOf(problemSchema, "output") },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          {
            description,
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
    },
  };
}
