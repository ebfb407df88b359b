import { z } from "zod";
import type { Example, Operation } from "./operation";
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
  413: "The body is larger than this operation takes.",
  415: "The body is not of a type that this operation takes.",
  422: "The Idempotency-Key was used for another request.",
  429: "Too many requests; `Retry-After` says when to come back.",
  500: "Something failed on our side; `reference` finds it in the log.",
};

/** Which refusals an operation can answer with, beside its own answers. */
function refusalsOf({ body, file, once, method }: Operation): number[] {
  const withBody = body || file ? [413, 415] : [];
  const changes = once !== "none" || method !== "get" ? [409] : [];
  return [400, 401, 403, 404, ...changes, ...withBody, ...(once === "none" ? [] : [422]), 429, 500];
}

const header = (description: string, type = "string") => ({ description, schema: { type } });

const answerHeaders = {
  RateLimit: header("`r`: requests left in this minute, `t`: seconds until it ends."),
  "RateLimit-Policy": header("`q`: requests allowed in a window of `w` seconds."),
  "RateLimit-Limit": header("Requests allowed in a minute.", "integer"),
  "RateLimit-Remaining": header("Requests left in this minute.", "integer"),
  "RateLimit-Reset": header("Seconds until the minute ends.", "integer"),
  "Request-Id": header("The reference of this request."),
};

const keyHeader = (required: boolean): Json => ({
  name: "Idempotency-Key",
  in: "header",
  required,
  description:
    "A text of your own, new for every change. Repeating a request with the same key within 24 hours gets the first answer again.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
});

function parametersOf(operation: Operation): Json[] {
  const shown = (place: "path" | "query", shape: z.ZodObject): Json[] =>
    Object.entries(shape.shape).map(([name, schema]) => {
      const described = schemaOf(schema as z.ZodType, "input");
      const { description, ...rest } = described;
      const isOptional = (schema as z.ZodType).safeParse(undefined).success;
      return {
        name,
        in: place,
        required: place === "path" || !isOptional,
        ...(description === undefined ? {} : { description }),
        schema: rest,
      };
    });
  return [
    ...shown("path", operation.params),
    ...shown("query", operation.query),
    ...(operation.once === "none" ? [] : [keyHeader(operation.once !== "optional")]),
    ...(operation.id === "createDecision"
      ? [
          {
            name: "Prefer",
            in: "header",
            required: false,
            description: "`wait=N`: how many seconds vendors are waited for, 0 to 30.",
            schema: { type: "string", examples: ["wait=5"] },
          },
        ]
      : []),
  ];
}

const named = (examples: Operation["examples"], value: (example: Example) => unknown): Json =>
  Object.fromEntries(
    examples.map((example) => [example.name, { summary: example.name, value: value(example) }]),
  );

/** A form's fields, and its file last. */
function formSchema(form: z.ZodObject): Json {
  const {
    properties = {},
    required = [],
    ...rest
  } = schemaOf(form, "input") as {
    properties?: Json;
    required?: string[];
  };
  const file = { type: "string", format: "binary", description: "The file, as the last part." };
  return { ...rest, properties: { ...properties, file }, required: [...required, "file"] };
}

function requestBodyOf({ body, file, examples }: Operation): Json {
  if (body)
    return {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: schemaOf(body, "input"),
            examples: named(examples, (example) => example.body),
          },
        },
      },
    };
  if (!file) return {};
  const of = (mediaType: string) =>
    examples.filter((example) => example.file?.mediaType === mediaType && !example.file.form);
  return {
    requestBody: {
      required: true,
      description: file.description,
      content: {
        ...Object.fromEntries(
          file.mediaTypes.map((mediaType) => [
            mediaType,
            { examples: named(of(mediaType), (example) => example.file?.text) },
          ]),
        ),
        ...(file.form && { "multipart/form-data": { schema: formSchema(file.form) } }),
      },
    },
  };
}

function answersOf({ answers, examples }: Operation): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, mediaTypes }]) => {
      const own = examples.filter((example) => example.status === Number(status));
      const told = own.filter((example) => example.answer !== undefined);
      const content = schema
        ? {
            "application/json": {
              schema: schemaOf(schema, "output"),
              examples: named(told, (e) => e.answer),
            },
          }
        : Object.fromEntries((mediaTypes ?? []).map((mediaType) => [mediaType, {}]));
      return [
        status,
        { description, headers: answerHeaders, ...(Object.keys(content).length > 0 && { content }) },
      ];
    }),
  );
}

function chapter(operation: Operation): Json {
  const parameters = parametersOf(operation);
  return {
    operationId: operation.id,
    tags: [operation.path.split("/")[3]],
    summary: operation.summary,
    description: `${operation.description}\n\nNeeds the scope \`${operation.scope}\`.`,
    security: [{ apiKey: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(operation),
    responses: {
      ...answersOf(operation),
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
  return hoist({
    openapi: "3.1.0",
    info: {
      title: "Gatehouse API",
      version: "1",
      description:
        "Create applications, read where they stand, decide in one request, look into runs, cases and parties. Lists are `{data, nextCursor}`. Errors are `application/problem+json` whose `errors` name each field. Every answer says how many requests are left.",
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
  });
}

/** A schema's own definitions stand among the document's, because its references are read from the document's root. */
function hoist(document: Json): Json {
  const schemas: Json = {};
  const groups = new Map<string, Record<string, string>>();
  let count = 0;
  /** Definitions of one schema may name each other, so they are lifted together, and once. */
  const namesOf = ($defs: Json): Record<string, string> => {
    const whole = JSON.stringify($defs);
    const known = groups.get(whole);
    if (known) return known;
    const names = Object.fromEntries(Object.keys($defs).map((name) => [name, `Part${++count}`]));
    groups.set(whole, names);
    for (const [name, definition] of Object.entries($defs))
      schemas[names[name]!] = lift(renamed(definition, names));
    return names;
  };
  const renamed = (value: unknown, names: Record<string, string>): unknown =>
    JSON.parse(
      JSON.stringify(value).replaceAll(/"#\/\$defs\/(\w+)"/g, (found, name: string) =>
        names[name] === undefined ? found : `"#/components/schemas/${names[name]}"`,
      ),
    );
  const lift = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lift);
    if (typeof value !== "object" || value === null) return value;
    const { $defs, ...rest } = value as Json;
    if (typeof $defs === "object" && $defs !== null) return lift(renamed(rest, namesOf($defs as Json)));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, lift(one)]));
  };
  const lifted = lift(document) as { components: { schemas: Json } };
  Object.assign(lifted.components.schemas, schemas);
  return lifted;
}
