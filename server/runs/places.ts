/** Where a run's sealed parts belong. */
export const places = {
  state: (runId: string) => `runs.state:${runId}`,
  event: (runId: string, seq: number) => `run_events.body:${runId}/${seq}`,
  request: (runId: string, key: string) => `effects.request:${runId}/${key}`,
  result: (runId: string, key: string) => `effects.result:${runId}/${key}`,
  exchange: (runId: string, key: string) => `effects.exchange:${runId}/${key}`,
  wait: (runId: string, key: string) => `waits.request:${runId}/${key}`,
  check: (id: string) => `checks.body:${id}`,
  decision: (id: string) => `decisions.body:${id}`,
};
