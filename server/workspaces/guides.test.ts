import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { finishGuide } from "./finish-guide";
import { listGuidesDone } from "./list-guides-done";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test("a guide that was sent away is done for that member, on every device, and for nobody else", async () => {
  const house = await database.workspace();
  const [ada, ben] = [await joinAs(house, "risk_manager", "Ada"), await joinAs(house, "auditor", "Ben")];
  expect(await listGuidesDone(ada)).toEqual([]);
  await finishGuide(ada, { guide: "builder" });
  await finishGuide(ada, { guide: "builder" });
  expect(await listGuidesDone(ada)).toEqual(["builder"]);
  expect(await listGuidesDone(ben)).toEqual([]);
});
