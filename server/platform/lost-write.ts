import { failureFacts } from "./failure";
import { log } from "./log";

/**
 * The driver writes small statements in the next turn of the loop, and throws there when the connection has been closed
 * meanwhile: nobody can catch it, and it would end the process with every request in it. Whoever waited for that
 * statement's transaction has been told already that the connection is gone.
 */
const isLostWrite = (error: unknown): boolean =>
  error instanceof TypeError && /at .*nextWrite .*postgres[/\\]\S*connection\.js/.test(error.stack ?? "");

/** Lets the process outlive a write to a database that is gone. Any other uncaught error ends it, as ever. */
export function surviveLostWrites(): void {
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error, origin) => {
    if (isLostWrite(error)) log().warn("the database went away during a write");
    else if (others.length > 0) for (const other of others) other.call(process, error, origin);
    else {
      log().fatal(failureFacts(error), "an error that nobody expected ends this process");
      process.exit(1);
    }
  });
}
