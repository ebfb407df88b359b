import { failureFacts } from "./failure";
import { log } from "./log";

/**
 * Libraries of the page server print errors with their messages, and messages quote what people typed. In production
 * their console becomes log lines that say which kind of error and where, and nothing else.
 */
export function quietConsole(): void {
  const tell =
    (level: "error" | "warn") =>
    (...values: unknown[]) => {
      const errors = values.filter((value) => value instanceof Error);
      const digest = errors.map((error) => (error as { digest?: unknown }).digest).find(Boolean);
      for (const error of errors) log()[level]({ reference: digest, ...failureFacts(error) }, "pages");
      if (errors.length === 0) log()[level]({ words: values.length }, "pages");
    };
  console.error = tell("error");
  console.warn = tell("warn");
  console.log = () => {};
  console.info = () => {};
}
