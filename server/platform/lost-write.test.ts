import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { Proc } from "@/server/testing/processes";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const run = async (...args: string[]) => {
  const proc = new Proc("server/testing/lost-write.ts", { DATABASE_APP_URL: database.appUrl }, args);
  const code = await new Promise((done) => proc.child.once("close", done));
  return { code, said: proc.lines.join("\n") };
};

describe("a write to a database that is gone", () => {
  it("does not end the process", async () => {
    const { code, said } = await run();
    expect(said).toContain("the database went away during a write");
    expect(said).toContain("alive: 1");
    expect(code).toBe(0);
  });

  it("is told from any other fault, which does", async () => {
    const { code, said } = await run("fault");
    expect(said).toContain("ends this process");
    expect(code).toBe(1);
  });
});
