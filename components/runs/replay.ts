import { fold, step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { JsonObject, RunEvent, RunState } from "@/server/engine/state";

/** States are kept at every hundredth event, so that any moment is at most so many steps from one that is known. */
const EVERY = 100;
/** More would hold the whole history in memory several times. */
const MOST_KEPT = 40;
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

export interface Replay {
  length: number;
  /** The state after so many events, from 1. */
  at(seq: number): RunState;
  /** Undefined for journals too long to be looked through. */
  index(): JournalIndex | undefined;
}

/** A run's journal, played by the interpreter itself: forwards one event at a time, or to any moment. */
export function openReplay(plan: Plan, events: readonly RunEvent[]): Replay {
  const kept = new Map<number, RunState>();
  let last: { seq: number; state: RunState } | undefined;
  let indexed: JournalIndex | undefined;

  const keep = (seq: number, state: RunState) => {
    kept.delete(seq);
    kept.set(seq, state);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
  };
  /** A fold copies nothing, so that far moments cost what their events cost. */
  const nearest = (seq: number): { seq: number; state: RunState } => {
    if (last && last.seq <= seq && seq - last.seq <= EVERY) return last;
    const base = Math.max(1, seq - (seq % EVERY));
    const state = kept.get(base) ?? fold(plan, events.slice(0, base));
    keep(base, state);
    return { seq: base, state };
  };
  const at = (wanted: number): RunState => {
    const seq = Math.min(Math.max(1, Math.round(wanted)), events.length);
    let here = nearest(seq);
    while (here.seq < seq) {
      const event = events[here.seq];
      if (!event) break;
      here = { seq: here.seq + 1, state: step(plan, here.state, event).state };
      if (here.seq % EVERY === 0) keep(here.seq, here.state);
    }
    last = here;
    return here.state;
  };
  return {
    length: events.length,
    at,
    index() {
      if (events.length > MOST_INDEXED) return undefined;
      indexed ??= indexOf(plan, events);
      return indexed;
    },
  };
}

const people = new Set(["incident_resolved", "cancel_requested"]);

function indexOf(plan: Plan, events: readonly RunEvent[]): JournalIndex {
  const visits: VisitMoment[] = [];
  const notable: number[] = [];
  let before: RunState | undefined;
  for (const [place, event] of events.entries()) {
    const seq = place + 1;
    const state = before ? step(plan, before, event).state : fold(plan, [event]);
    const stopped = incidents(state) > (before ? incidents(before) : 0);
    if (stopped || people.has(event.type) || (before && state === before)) notable.push(seq);
    if (state !== before) note(visits, before, state, seq);
    before = state;
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
