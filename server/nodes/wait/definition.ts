import { NodeFault, waitNode } from "@/server/engine/node";
import { instantOf, parseMoment } from "@/server/rules/core/calendar";
import { readPath } from "@/server/rules/core/read";
import { MS, waitConfig } from "./config";
import { waitExamples } from "./examples";

const words = ({ amount, unit }: { amount: number; unit: keyof typeof MS }) =>
  `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;

/** The instant at the path; a date alone is its first moment in the zone. */
function instantAt(path: string, data: unknown, timeZone: string): string {
  const text = readPath(data, path);
  const moment = typeof text === "string" ? parseMoment(text, timeZone) : undefined;
  if (!moment) throw new NodeFault(`there is no date at ${path}`);
  return instantOf(moment, timeZone);
}

export const wait = waitNode({
  type: "wait",
  version: 1,
  title: "Wait",
  summary: "Stands still for a time, until a date, or until another system sends a signal.",
  group: "Flow",
  icon: "hourglass",
  config: waitConfig,
  signal: "time",
  signalOf: (config) => (config.for === "signal" ? `signal:${config.name}` : "time"),
  outlets: (config) =>
    config.for !== "signal"
      ? [{ key: "elapsed", title: "Elapsed", kind: "normal" }]
      : [
          { key: "received", title: "Received", kind: "normal" },
          ...(config.deadline ? [{ key: "expired", title: "Expired", kind: "deadline" as const }] : []),
        ],
  describe(config) {
    if (config.for === "duration") return `The run waits for ${words(config)}.`;
    if (config.for === "date") return `The run waits until the date at ${config.date}.`;
    const within = config.deadline ? ` for at most ${words(config.deadline)}` : "";
    return `The run waits${within} until another system sends “${config.name}”.`;
  },
  deadlineMs(config) {
    const time = config.for === "duration" ? config : config.for === "signal" ? config.deadline : undefined;
    return time && time.amount * MS[time.unit];
  },
  dueAt: (config, { data, source }) =>
    config.for === "date" ? instantAt(config.date, data, source.settings.timeZone) : undefined,
  timeOutlet: (config) => (config.for === "signal" ? "expired" : "elapsed"),
  skip(config, { at, data, source }) {
    if (config.for !== "date") return undefined;
    const until = instantAt(config.date, data, source.settings.timeZone);
    return Date.parse(until) <= Date.parse(at)
      ? { outlet: "elapsed", output: { ended: "elapsed", at } }
      : undefined;
  },
  request: (config) => (config.for === "signal" ? { name: config.name } : {}),
  accept(config, { at }, payload) {
    if (config.for !== "signal") throw new NodeFault("it waits for a time, not for a signal");
    return { outlet: "received", output: { ended: "received", at, payload } };
  },
  expire: (config, { at }) => ({ ended: config.for === "signal" ? "expired" : "elapsed", at }),
  said({ ended }) {
    if (ended === "received") return "The signal was received.";
    return ended === "elapsed" ? "The time was over." : null;
  },
  examples: waitExamples,
});
