/**
 * The job queues, made when the database is migrated. Jobs hold ids only.
 * `stately` with the run as key = at most one job waiting and one at work per run.
 */
export const queues = {
  /** Performs a run's due effects. Only this queue notifies. A killed worker's job is taken over after its heartbeat. */
  drive: {
    policy: "stately",
    notify: true,
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 900,
  },
  /** Fires one timer of one run. */
  timer: {
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
  },
  /** A run waits for another one: begins it, or hears that it ended. */
  child: {
    policy: "standard",
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
  },
  /** A verdict whose time to be undone is over. */
  verdict: {
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
  },
  /** Decides the rows of one batch, some at a time, until none is left. A killed worker's is taken over. */
  batch: {
    policy: "stately",
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 3600,
  },
  /** Replays the decisions of one backtest, some at a time, until none is left. A killed worker's is taken over. */
  backtest: {
    policy: "stately",
    heartbeatSeconds: 10,
    retryLimit: 10,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 3600,
  },
  /** Makes a version live at its time. */
  "go-live": {
    policy: "standard",
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
  },
  /** Lets a version run silently beside a run, as far as that run has come. */
  shadow: {
    policy: "standard",
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 300,
  },
  /** Moves the runs of one migration, one after the other. */
  migrate: {
    policy: "stately",
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 3600,
  },
  mail: {
    policy: "standard",
    retryLimit: 10,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: 120,
  },
  /** One delivery that is due at a webhook endpoint. Its own schedule says when it comes again; a crash comes here again. */
  webhook: {
    policy: "standard",
    retryLimit: 20,
    retryDelay: 20,
    retryBackoff: false,
    expireInSeconds: 60,
  },
  /** Tells the admins by mail that an endpoint was paused. */
  "webhook-notice": {
    policy: "standard",
    retryLimit: 10,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: 120,
  },
  /** What a vendor told us unasked, brought to the run that waits for it. */
  callback: {
    policy: "standard",
    retryLimit: 20,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 60,
  },
  /** A pretended vendor's callback. */
  rehearsal: { policy: "standard", retryLimit: 5, retryDelay: 2, expireInSeconds: 60 },
  /** Begins the runs of workflows that begin by the clock. */
  "start-scheduled": { policy: "singleton", retryLimit: 0, expireInSeconds: 3600 },
  /** A party changed: begins the runs of workflows that watch it. */
  "party-changed": {
    policy: "standard",
    heartbeatSeconds: 10,
    retryLimit: 50,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 120,
  },
  /** Makes stored decisions once more, at night: those of the day and a sample of older ones. */
  "rerun-decisions": { policy: "singleton", retryLimit: 0, expireInSeconds: 14_400 },
  /** Tells the admins by mail that a decision came out otherwise. */
  "rerun-notice": {
    policy: "standard",
    retryLimit: 10,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: 120,
  },
  /** Signs new audit entries of every workspace. */
  "seal-audit": { policy: "singleton", retryLimit: 2, retryDelay: 5, expireInSeconds: 300 },
  /** Picks up what a crash left behind: runs, timers and verdicts without a job; forgets what need not be kept. */
  sweep: { policy: "singleton", retryLimit: 0, expireInSeconds: 300 },
} as const;

export type QueueName = keyof typeof queues;
