/** Ten steps that do nothing, as a DBOS workflow in a process of its own. */

// Named, because what we only compare with is not in the product's own install.
const name = "@dbos-inc/dbos-sdk";
const { DBOS } = await import(name);

const step = (i) => DBOS.runStep(async () => ({ sent: true, i }), { name: `effect_${i}` });
const workflow = DBOS.registerWorkflow(
  async () => {
    for (let i = 1; i <= 10; i++) await step(i);
    return "approve";
  },
  { name: "tenEffects" },
);

DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: process.env.PEER_DATABASE_URL,
  runAdminServer: false,
  logLevel: "error",
  ...(process.env.PEER_POOL && { systemDatabasePoolSize: Number(process.env.PEER_POOL) }),
});
await DBOS.launch();
process.send({ ready: true });

process.on("message", async ({ runs, lanes }) => {
  let left = runs;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await (await DBOS.startWorkflow(workflow)()).getResult();
    }),
  );
  process.send({ ms: performance.now() - from });
});
process.on("disconnect", () => process.exit(0));
