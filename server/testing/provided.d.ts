import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Owner address of the test server's maintenance database. */
    postgresUrl: string;
  }
}
