import { fold, step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { JsonObject, RunEvent, RunState } from "@/server/engine/state";

/** States are kept at every hundredth event, so that any moment is at most so many steps from one that is known. */
const EVERY = 100;
/** More would hold the whole history in memory several times. */
const MOST_KEPT = 40;
/** States around the moment that is shown are kept one by one, so that going back is as quick as going on. */
const nearby = (length: number) => Math.max(10, Math.min(2 * EVERY, Math.floor(400_000 / length)));
/** Above, looking at every visit would stop the page for seconds. */
const MOST_INDEXED = 5_000;

/** One visit of a node, with the events at which it was entered and left. */
export interface VisitMoment {
  enteredSeq: number;
  leftSeq: number | null;
  output: JsonObject | null;
}

export interface JournalIndex {
  /** In the order of the path. */
  visits: VisitMoment[];
  /** Events at which the run stopped, or a person acted, or that changed nothing. */
  notable: number[];
}

/** A run that was moved to another version is played with the plan of each from then on. */
export interface Plans {
  /** The plan by which the event of that number is heard. */
  at(seq: number): Plan;
  of(version: number): Plan;
}

export interface Replay {
  length: number;
  /** The state after so many events, from 1. */
  at(seq: number): RunState;
}

/** A run's journal, played by the interpreter itself: forwards one event at a time, or to any moment. */
export function openReplay(plans: Plans, events: readonly RunEvent[]): Replay {
  const kept = new Map<number, RunState>();
  const near = new Map<number, RunState>();
  let last: { seq: number; state: RunState } | undefined;

  const keep = (where: Map<number, RunState>, most: number, seq: number, state: RunState) => {
    where.delete(seq);
    where.set(seq, state);
    for (const oldest of where.keys()) {
      if (where.size <= most) break;
      where.delete(oldest);
    }
  };
  /** A fold copies nothing, so that far moments cost what their events cost. */
  const nearest = (seq: number): { seq: number; state: RunState } => {
    const known = near.get(seq);
    if (known) return { seq, state: known };
    if (last && last.seq <= seq && seq - last.seq <= EVERY) return last;
    const base = Math.max(1, seq - (seq % EVERY));
    const state = kept.get(base) ?? fold(plans.at(1), events.slice(0, base), plans.of);
    keep(kept, MOST_KEPT, base, state);
    return { seq: base, state };
  };
  const at = (wanted: number): RunState => {
    const seq = Math.min(Math.max(1, Math.round(wanted)), events.length);
    let here = nearest(seq);
    while (here.seq < seq) {
      const event = events[here.seq];
      if (!event) break;
      const next = here.seq + 1;
      here = { seq: next, state: step(plans.at(next), here.state, event).state };
      keep(near, nearby(events.length), here.seq, here.state);
      if (here.seq % EVERY === 0) keep(kept, MOST_KEPT, here.seq, here.state);
    }
    last = here;
    return here.state;
  };
  return { length: events.length, at };
}

const people = new Set(["incident_resolved", "cancel_requested", "migrated"]);

/**
 * Looks through the whole journal, a few events at a time: whoever runs it decides when to go on. Ends with nothing
 * for journals too long to be looked through.
 */
export function* indexOf(
  plans: Plans,
  events: readonly RunEvent[],
): Generator<undefined, JournalIndex | undefined> {
  if (events.length > MOST_INDEXED) return undefined;
  const visits: VisitMoment[] = [];
  const notable: number[] = [];
  let before: RunState | undefined;
  for (const [place, event] of events.entries()) {
    const seq = place + 1;
    const state = before ? step(plans.at(seq), before, event).state : fold(plans.at(1), [event]);
    const stopped = incidents(state) > (before ? incidents(before) : 0);
    if (stopped || people.has(event.type) || (before && state === before)) notable.push(seq);
    if (state !== before) note(visits, before, state, seq);
    before = state;
    yield undefined;
  }
  return { visits, notable };
}

const incidents = (state: RunState) => state.tokens.filter(({ phase }) => phase === "incident").length;

function note(visits: VisitMoment[], before: RunState | undefined, state: RunState, seq: number): void {
  state.path.forEach((one, place) => {
    if (before?.path[place] === one) return;
    visits[place] ??= { enteredSeq: seq, leftSeq: null, output: null };
    const visit = visits[place];
    if (one.leftAt === undefined || visit.leftSeq !== null) return;
    visit.leftSeq = seq;
    const found = one.frame === undefined ? state.data.nodes : state.frames?.[one.frame]?.local.nodes;
    visit.output = found?.[one.node] ?? state.data.nodes[one.node] ?? null;
  });
}
