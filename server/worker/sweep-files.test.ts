import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { readPage } from "@/server/documents/read-page";
import { removeDocument } from "@/server/documents/remove";
import { uploadDocument } from "@/server/documents/upload";
import { newStorageKey, storage } from "@/server/platform/storage";
import { applied, sellerDocument } from "@/server/testing/collecting";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { dyingDatabase } from "@/server/testing/dying";
import { jpeg } from "@/server/testing/files";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { sweepFiles } from "./sweep-files";

let database: TestDatabase;
let ctx: Context;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-sweep-"));
  process.env["DATA_DIR"] = folder;
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await publishedWorkflow(ctx, sellerDocument());
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
stopJobsAfterAll();

const send = async (who: Context) =>
  uploadDocument(who, {
    type: "passport",
    subject: "forms.company.owners[0]",
    name: "passport.jpg",
    bytes: await jpeg(40, 30),
  });
const lie = async (place = "") =>
  (
    await readdir(join(folder, "files", place), { recursive: true, withFileTypes: true }).catch(() => [])
  ).filter((entry) => entry.isFile()).length;
const rows = async () =>
  (await database.owner`select count(*)::int from document_files`)[0]?.["count"] as number;
const inTwoHours = () => new Date(Date.now() + 2 * 60 * 60_000);

describe("files that a crash left behind", () => {
  it("are none after an upload, wherever its process died", async () => {
    const { applicant } = await applied(ctx);
    let died = 0;
    for (let at = 1; ; at++) {
      const before = await lie();
      const { db } = dyingDatabase(ctx.db, at);
      const sent = await send({ ...applicant, db }).catch(() => undefined);
      if (sent) break;
      if ((await lie()) > before) died++;
      await sweepFiles(inTwoHours());
      expect([await lie(), await lie("in-doubt")], `died before statement ${at}`).toEqual([await rows(), 0]);
    }
    // The files were there, and their rows were not.
    expect(died).toBeGreaterThan(3);
    expect(await rows()).toBe(2);
  });

  it("are none after a removal, and nothing that still has its row is lost", async () => {
    const { applicant } = await applied(ctx);
    let removed = false;
    for (let at = 1; !removed; at++) {
      const { id } = await send(applicant);
      const { db } = dyingDatabase(ctx.db, at);
      removed = await removeDocument({ ...applicant, db }, { documentId: id }).then(
        () => true,
        () => false,
      );
      const isThere = () => readPage(applicant, { documentId: id, page: 1 });
      if (!removed) expect((await isThere()).mediaType).toBe("image/jpeg");
      await sweepFiles(inTwoHours());
      if (!removed) expect((await isThere()).mediaType).toBe("image/jpeg");
      expect([await lie(), await lie("in-doubt")]).toEqual([await rows(), 0]);
    }
  });

  it("wait an hour, for somebody may still be at them; what was kept is never looked at", async () => {
    const [kept, doubtful] = [newStorageKey(), newStorageKey()];
    await storage().put(kept, Buffer.from("kept"));
    await storage().keep(kept);
    await storage().put(doubtful, Buffer.from("in doubt"));
    const read = async (key: string) => (await storage().get(key))?.toString();
    expect(await sweepFiles(new Date(Date.now() + 59 * 60_000))).toEqual({ kept: 0, deleted: 0 });
    expect([await read(kept), await read(doubtful)]).toEqual(["kept", "in doubt"]);
    expect(await sweepFiles(inTwoHours())).toEqual({ kept: 0, deleted: 1 });
    expect([await read(kept), await read(doubtful)]).toEqual(["kept", undefined]);
    await storage().delete(kept);
  });
});
