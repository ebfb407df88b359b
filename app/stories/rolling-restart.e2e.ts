import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startTrial, trialFolder } from "@/server/launch/trial.mjs";
import { expect, signIn, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";
import { lookBehind } from "@/server/testing/whole";

/** Two web processes and two workers on one database, each restarted in turn while decisions are asked for. */

test.describe.configure({ mode: "serial", timeout: 300_000 });

type Trial = Awaited<ReturnType<typeof startTrial>>;
const PER_SECOND = 20;

let folder: string;
let first: Trial;
const others: Trial[] = [];
test.afterAll(async () => {
  test.setTimeout(120_000);
  for (const one of others) await one.stop();
  await first?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("a rolling restart under load drops no request and decides each once", async ({ house }) => {
  folder = trialFolder("rolling");
  first = await startTrial({ dataDir: folder });
  const keyFile = (name: string) => readFileSync(join(folder, "keys", `${name}.key`), "utf8").trim();
  const env = {
    DATABASE_URL: first.databaseUrl(),
    MASTER_KEY: keyFile("master"),
    SESSION_KEY: keyFile("session"),
    SEAL_KEY: keyFile("seal"),
    DRAIN_SECONDS: "2",
  };
  const startAnother = async (mode: "web" | "worker"): Promise<Trial> => {
    const one = await startTrial({ mode, env });
    others.push(one);
    return one;
  };
  let web = [await startAnother("web"), await startAnother("web")];
  let workers = [await startAnother("worker"), await startAnother("worker")];

  const accounts = JSON.parse(readFileSync(first.accountsFile, "utf8")) as {
    role: string;
    email: string;
    password: string;
  }[];
  const page = await house.stranger({ baseURL: first.url });
  const developer = accounts.find(({ role }) => role === "developer");
  if (!developer) throw new Error("the demo has no developer");
  await signIn(page, developer);
  const { key } = await perform<{ key: string }>(
    page,
    "apiKeys.create",
    { name: "Shop", scopes: ["decisions.create"] },
    "mutation",
  );

  /** As a balancer does: to those that say they are ready, in turn; health is looked at every half second. */
  const ready = new Map<Trial, boolean>();
  let isLooking = true;
  const looking = (async () => {
    while (isLooking) {
      await Promise.all(web.map(async (one) => ready.set(one, await one.isReady())));
      await pause(500);
    }
  })();
  const answers: { status: number; run?: string }[] = [];
  const asked: Promise<void>[] = [];
  const ask = async (number: number) => {
    const sound = web.filter((one) => ready.get(one));
    const to = sound[number % Math.max(1, sound.length)];
    if (!to) {
      answers.push({ status: 0 });
      return;
    }
    const answer = await fetch(`${to.url}/api/v1/decisions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        workflow: "order_check",
        reference: `rolling-${number}`,
        input: { amount: number, country: "DE" },
      }),
    }).catch((error: Error) => error);
    if (answer instanceof Error) answers.push({ status: -1 });
    else answers.push({ status: answer.status, run: ((await answer.json()) as { run?: string }).run ?? "" });
  };
  await expect.poll(() => web.every((one) => ready.get(one))).toBe(true);
  let isOver = false;
  const load = (async () => {
    for (let number = 1; !isOver; number++) {
      asked.push(ask(number));
      await pause(1000 / PER_SECOND);
    }
  })();

  for (const index of [0, 1]) {
    const next = await startAnother("web");
    const old = web[index] as Trial;
    web = [...web, next];
    await expect.poll(() => ready.get(next)).toBe(true);
    expect(await old.stop()).toBe(0);
    web = web.filter((one) => one !== old);
    const nextWorker = await startAnother("worker");
    expect(await (workers[index] as Trial).stop()).toBe(0);
    workers = [...workers, nextWorker];
  }
  isOver = true;
  await load;
  await Promise.all(asked);
  isLooking = false;
  await looking;

  const failed = answers.filter(({ status }) => status !== 200);
  expect(failed).toEqual([]);
  expect(answers.length).toBeGreaterThan(PER_SECOND * 5);
  const { sql } = lookBehind(first);
  const decided = await sql`
    select r.reference, count(d.id)::int as decisions from runs r
    left join decisions d on d.workspace_id = r.workspace_id and d.run_id = r.id
    where r.reference like 'rolling-%' group by r.reference, r.id`;
  await sql.end();
  expect(decided).toHaveLength(answers.length);
  expect(decided.filter(({ decisions }) => decisions !== 1)).toEqual([]);
});
