import { z } from "zod";
import type { ToolDefinition } from "../contract";
import { plainAddress, secret } from "../secret";

/** Headers that the connection or the guard writes itself. */
const OWN_HEADER =
  /^(host|content-.*|connection|transfer-encoding|accept-encoding|idempotency-key|user-agent)$/i;

const settings = z.strictObject({
  baseUrl: plainAddress.meta({
    title: "Address",
    description: "Steps add their path to it. https, unless the operator allows http for this host.",
  }),
  auth: z
    .enum(["none", "basic", "bearer", "header", "hmac"])
    .default("none")
    .meta({
      title: "How it is opened",
      choices: {
        none: "Nothing",
        basic: "User name and password (Basic)",
        bearer: "Bearer token",
        header: "API key in a header",
        hmac: "Signature (HMAC-SHA256)",
      },
    }),
  headerName: z
    .string()
    .trim()
    .max(100)
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]*$/, "A header name has letters, digits and -.")
    .refine((name) => !OWN_HEADER.test(name), "This header is written by Gatehouse. Choose another.")
    .default("X-Api-Key")
    .meta({
      title: "Header",
      description: "The header that carries the key or the signature.",
      when: { setting: "auth", is: ["header", "hmac"] },
    }),
  testPath: z
    .string()
    .trim()
    .max(500)
    .regex(/^(\/\S*)?$/, "A path begins with /.")
    .default("")
    .meta({
      title: "Path for tests",
      description:
        "Asked by GET when the connection is tested. Without one any answer but a refusal will do.",
    }),
});

const credentials = z.strictObject({
  username: secret("User name", "", { isPlain: true, when: { setting: "auth", is: ["basic"] } }),
  password: secret("Password", "", { when: { setting: "auth", is: ["basic"] } }),
  token: secret("Token", "", { when: { setting: "auth", is: ["bearer"] } }),
  key: secret("API key", "", { when: { setting: "auth", is: ["header"] } }),
  signingSecret: secret(
    "Signing secret",
    "Signs TIMESTAMP.METHOD.PATH.BODY; the time goes along in X-Timestamp.",
    { when: { setting: "auth", is: ["hmac"] } },
  ),
});

const needed: { [auth: string]: (keyof z.infer<typeof credentials>)[] } = {
  basic: ["username", "password"],
  bearer: ["token"],
  header: ["key"],
  hmac: ["signingSecret"],
};

export const httpApi = {
  key: "http-api",
  title: "HTTP API",
  summary: "Any service that speaks HTTP and JSON. The step “HTTP request” says what is asked.",
  use: "http",
  sandboxOnly: false,
  settings,
  credentials,
  address: ["baseUrl"],
  complaints: (settings, credentials) => [
    ...(needed[String(settings["auth"])] ?? [])
      .filter((field) => !credentials[field])
      .map((field) => ({
        path: `credentials.${field}`,
        code: "required",
        message: "This is needed to open it.",
      })),
    ...(["header", "hmac"].includes(String(settings["auth"])) && !settings["headerName"]
      ? [{ path: "settings.headerName", code: "required", message: "Name the header." }]
      : []),
  ],
} as const satisfies ToolDefinition<"http">;

export type HttpSettings = z.infer<typeof settings>;
export type HttpCredentials = z.infer<typeof credentials>;
