import { z } from "zod";
import { parseAllowList } from "./outbound-allow";
import { shared } from "./shared";

const hexKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal characters (32 bytes)")
  .optional();
const flag = z
  .enum(["0", "1", "true", "false"], "must be 1 or 0")
  .transform((v) => v === "1" || v === "true");

/** Every setting of the product. The launcher fills in what it decides itself (database, keys, data folder). */
export const environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("must be a port number").int().min(0).max(65535).default(3000),
  PUBLIC_URL: z.url("must be a full address such as https://risk.example.com").optional(),
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z.string().min(1).default("./.data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://")
    .optional(),
  /** The login of web and worker; row-level security binds it. */
  DATABASE_APP_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://")
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  MASTER_KEY: hexKey,
  SESSION_KEY: hexKey,
  SEAL_KEY: hexKey,
  /** How long web goes on answering after SIGTERM while `/readyz` says no: longer than a balancer takes to notice. */
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(300).default(0),
  /** With it `/metrics` asks for this bearer token; without it only this machine may read them. */
  METRICS_TOKEN: z.string().min(16, "must be at least 16 characters").optional(),
  /** Requests of one API key in a minute, over all processes. */
  API_REQUESTS_PER_MINUTE: z.coerce
    .number("must be a whole number")
    .int()
    .min(1)
    .max(10_000_000)
    .default(6_000),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must start with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.string().default("Gatehouse <no-reply@localhost>"),
  /** Internal systems that connections, checks and webhooks may reach; all others must be public and speak https. */
  OUTBOUND_ALLOW: z
    .string()
    .default("")
    .transform((text, context) => {
      try {
        return parseAllowList(text);
      } catch (error) {
        context.addIssue({ code: "custom", message: (error as Error).message });
        return z.NEVER;
      }
    }),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  DEMO: flag.default(true),
});

export type Environment = z.infer<typeof environment>;

/** Parses the settings. Throws one error that lists everything wrong, a line each. */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These settings need mending:\n${lines.join("\n")}`);
}

/** The settings of this process. */
export function env(): Environment {
  return shared("env", () => parseEnvironment(process.env));
}
