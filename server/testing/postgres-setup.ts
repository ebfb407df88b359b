import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isReachable, serverUser, startPostgres } from "../launch/postgres.mjs";

/** Where the test server lives: inside the checkout, unless the server's user could not get there. */
export function testServerFolder(): string {
  const here = join(process.cwd(), ".test");
  return serverUser() && !isReachable(join(here, "x"))
    ? join(tmpdir(), `gatehouse-test-${userInfo().uid}`)
    : here;
}

/** One PostgreSQL for all test files. Nothing in it has to survive, so it does not wait for the disk. */
export default async function setup(project: TestProject) {
  // Tests that are started by a test share its server.
  const given = process.env["TEST_POSTGRES_URL"];
  if (given) {
    project.provide("postgresUrl", given);
    return () => {};
  }
  const server = await startPostgres({
    dataDir: testServerFolder(),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
  });
  project.provide("postgresUrl", server.url);
  return () => server.stop();
}
