import { z } from "zod";
import type { ToolDefinition } from "../contract";
import { hostName, secret } from "../secret";

const settings = z.strictObject({
  host: hostName.meta({ title: "Host" }),
  port: z
    .int("Write a port number.")
    .min(1, "A port is 1 or more.")
    .max(65_535, "A port is at most 65535.")
    .default(465)
    .meta({ title: "Port" }),
  security: z
    .enum(["tls", "starttls", "none"])
    .default("tls")
    .meta({
      title: "Encryption",
      description: "A plain connection only works where the operator vouches for the host.",
      choices: { tls: "TLS (usually 465)", starttls: "STARTTLS (usually 587)", none: "None" },
    }),
  from: z
    .string()
    .trim()
    .max(320)
    .regex(
      /^(?:[^<>\r\n]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "Write an address such as Acme Risk <risk@example.com>.",
    )
    .meta({ title: "Sender", description: "Such as Acme Risk <risk@example.com>." }),
});

const credentials = z.strictObject({
  user: secret("User", "Leave both empty for a server that asks for none.", { isPlain: true }),
  password: secret("Password", ""),
});

export const smtpServer = {
  key: "smtp",
  title: "Mail server (SMTP)",
  summary: "Sends the mail of “Notify” steps from an address of your own.",
  use: "mail",
  sandboxOnly: false,
  settings,
  credentials,
  address: ["host", "port", "security"],
  complaints: (_, { user, password }) =>
    Boolean(user) === Boolean(password)
      ? []
      : [
          {
            path: `credentials.${user ? "password" : "user"}`,
            code: "required",
            message: "User and password go together.",
          },
        ],
} as const satisfies ToolDefinition<"mail">;

export type SmtpSettings = z.infer<typeof settings>;
export type SmtpCredentials = z.infer<typeof credentials>;
