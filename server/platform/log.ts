import pino from "pino";
import { env } from "./env";
import { shared } from "./shared";

/** JSON lines. Only ids, codes and durations are logged, never what people typed; redaction is the second fence. */
export function log(): pino.Logger {
  return shared("log", () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          "password",
          "token",
          "authorization",
          "cookie",
          "*.password",
          "*.token",
          "*.authorization",
          "*.cookie",
        ],
        censor: "[removed]",
      },
    }),
  );
}
