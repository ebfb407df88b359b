import { z } from "zod";
import type { ToolDefinition } from "../contract";
import { hostName, neededSecret } from "../secret";

const settings = z.strictObject({
  host: hostName.meta({ title: "Host" }),
  port: z
    .int("Write a port number.")
    .min(1, "A port is 1 or more.")
    .max(65_535, "A port is at most 65535.")
    .default(5432)
    .meta({ title: "Port" }),
  database: z.string().trim().min(1, "Name the database.").max(63).meta({ title: "Database" }),
  tls: z
    .enum(["verify", "off"])
    .default("verify")
    .meta({
      title: "Encryption",
      description: "A plain connection only works where the operator vouches for the host.",
      choices: { verify: "TLS, certificate checked", off: "None" },
    }),
  ca: z
    .string()
    .trim()
    .max(20_000)
    .refine(
      (pem) => pem === "" || pem.includes("-----BEGIN CERTIFICATE-----"),
      "Paste a certificate in PEM form.",
    )
    .default("")
    .meta({
      title: "Certificate of your authority",
      description: "PEM; only when the database's certificate comes from an authority of your own.",
      isLong: true,
      when: { setting: "tls", is: ["verify"] },
    }),
});

const credentials = z.strictObject({
  user: z.string().trim().min(1, "Name the user.").max(63).meta({
    title: "User",
    description: "Give it a login that can read what it must and nothing else.",
    isPlain: true,
  }),
  password: neededSecret("Password", "", (text) => text.min(1, "The password is missing.")),
});

export const postgresDatabase = {
  key: "postgres",
  title: "PostgreSQL database",
  summary: "A database of your own, read only. The step “SQL query” says what is read.",
  use: "sql",
  sandboxOnly: false,
  settings,
  credentials,
  address: ["host", "port", "database", "tls", "ca"],
} as const satisfies ToolDefinition<"sql">;

export type PostgresSettings = z.infer<typeof settings>;
export type PostgresCredentials = z.infer<typeof credentials>;
