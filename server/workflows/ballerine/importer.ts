import type { Condition } from "@/server/rules/core/ast";
import { translateLogic } from "@/server/rules/exchange/import-json-logic";
import type { WorkflowDocumentInput, WorkflowNode } from "../schema";
import { Places } from "./context";
import {
  type Candidate,
  candidatesOf,
  childEvents,
  type Ending,
  endingOf,
  endings,
  isCollected,
  isKycAnswer,
  isStart,
  tagsOf,
  targetName,
  verdictNames,
  verdictsOf,
} from "./events";
import { type PluginStep, pluginStep } from "./plugins";
import { Report } from "./report";
import { type BallerineDefinition, type BallerinePlugin, type BallerineState, pluginLists } from "./schema";
import { freeName, keyFrom, quoted, titleFrom } from "./words";

export const DEFAULT_QUEUE = "manual_review";

/** Where a way leads: a step that is there, or a state whose first step is not known yet. */
type Exit = { node: string } | { state: string };

interface Guard {
  when: Condition;
  /** Where it holds otherwise than it did. */
  notes: readonly string[];
}
interface Way extends Guard {
  place: string;
  title: string;
  to: Exit;
}

interface Placed {
  plugin: BallerinePlugin;
  key: string;
  step: PluginStep;
}

/**
 * Walks a machine once. A state becomes the steps of its plugins, one after the other, and behind them the one that waits
 * for what the state waited for. What cannot be said leads to a person, never on.
 */
export class Importer {
  readonly nodes: { [key: string]: WorkflowNode } = {};
  readonly edges: { from: string; outlet: string; to: string }[] = [];
  readonly rules: NonNullable<WorkflowDocumentInput["rules"]> = {};
  readonly outcomes = new Set<string>();
  readonly report = new Report();
  readonly places: Places;

  readonly #states: Map<string, BallerineState>;
  readonly #taken = new Set(["start"]);
  readonly #entries = new Map<string, Exit>();
  readonly #waits = new Map<string, Exit>();
  readonly #routes = new Map<string, Exit>();
  readonly #plugins = new Map<string, Placed[]>();
  readonly #ends = new Map<string, string>();
  readonly #wires: { from: string; outlet: string; to: Exit }[] = [];
  readonly #answered: Set<string>;
  #hasKyc = false;
  #hand: string | undefined;
  #firstReview: string | undefined;

  readonly source: BallerineDefinition;

  constructor(source: BallerineDefinition) {
    this.source = source;
    this.#states = new Map(Object.entries(source.definition.states));
    this.#answered = childEvents(source.config);
    const collects = [...this.#states.values()].some(
      (state) => tagsOf(state).includes("collection_flow") || Object.keys(state.on ?? {}).some(isCollected),
    );
    this.places = new Places(collects);
  }

  run(): void {
    const { definition, extensions, config } = this.source;
    this.#readPlugins();
    this.report.rest("definition", definition, ["id", "initial", "states", "predictableActionArguments"]);
    this.report.rest("", this.source, ["definition", "extensions", "config", ...named]);
    if (extensions) this.report.rest("extensions", extensions, pluginLists);
    if (config) this.report.rest("config", config, ["theme", "initialEvent", "childCallbackResults"]);
    for (const name of this.#states.keys()) this.#enter(name);
    const initial = targetName(definition.initial);
    if (this.#states.has(initial))
      this.report.mapped("definition.initial", "nodes.start", `A run begins in ${quoted(initial)}.`);
    else
      this.report.notMapped(
        "definition.initial",
        `There is no state ${quoted(initial)}: a run goes to a person at once.`,
        "nodes.start",
      );
    this.#start(this.#states.has(initial) ? { state: initial } : { node: this.#byHand() });
    for (const { from, outlet, to } of this.#wires) this.edges.push({ from, outlet, to: this.#resolve(to) });
    this.#account();
    if (this.places.hasForm) for (const field of ["companyName", "country"]) this.places.ask(field);
  }

  /** Transitions that were never looked at, because nothing of ours could come to them, are lost and said to be. */
  #account(): void {
    const told = new Set(this.report.entries.map(({ source }) => source));
    for (const [name, state] of this.#states) {
      const place = `definition.states.${name}`;
      if (state.type === "final" && told.has(`${place}.on`)) continue;
      for (const [at, ways] of [
        ...Object.entries(state.on ?? {}).map(([event, ways]) => [`${place}.on.${event}`, ways] as const),
        ...(state.always == null ? [] : [[`${place}.always`, state.always] as const]),
      ]) {
        const parts = candidatesOf(ways, at).map((one) => one.place);
        for (const part of parts.length > 0 ? parts : [at])
          if (![part, `${part}.cond`, at, `${place}.on`].some((one) => told.has(one)))
            this.report.notMapped(part, "No run of the source could come here, or nothing follows from it.");
      }
    }
  }

  #add(wish: string, node: WorkflowNode): string {
    const key = freeName(wish, this.#taken);
    this.#taken.add(key);
    this.nodes[key] = node;
    return key;
  }

  #wire(from: string, outlet: string, to: Exit): void {
    this.#wires.push({ from, outlet, to });
  }

  /** The first step behind a state; a circle of states without any step ends at a person. */
  #resolve(exit: Exit): string {
    const seen = new Set<string>();
    for (let at = exit; ; ) {
      if ("node" in at) return at.node;
      const next = seen.has(at.state) ? undefined : this.#entries.get(at.state);
      if (!next) return this.#byHand();
      seen.add(at.state);
      at = next;
    }
  }

  #readPlugins(): void {
    for (const list of pluginLists)
      (this.source.extensions?.[list] ?? []).forEach((plugin, i) => {
        const place = `extensions.${list}[${i}]`;
        this.#readPlugin(plugin, list, place);
      });
  }

  #readPlugin(plugin: BallerinePlugin, list: (typeof pluginLists)[number], place: string): void {
    const kind = list === "childWorkflowPlugins" ? "child" : (plugin.pluginKind ?? "");
    const common = ["name", "displayName", "pluginKind", "stateNames", "successAction", "errorAction"];
    const lost = silent[list === "dispatchEventPlugins" || list === "statePlugins" ? list : kind];
    if (lost !== undefined) {
      this.report.notMapped(place, `${quoted(plugin.name)}: ${lost}`);
      return;
    }
    const states = [...new Set((plugin.stateNames ?? []).map(targetName))];
    for (const name of states)
      if (!this.#states.has(name))
        this.report.notMapped(
          `${place}.stateNames`,
          `${quoted(plugin.name)} names the state ${quoted(name)}, which does not exist.`,
        );
    const there = states.filter((name) => this.#states.has(name));
    const known = there.filter((name) => !isLeftAtOnce(this.#states.get(name)));
    for (const name of there)
      if (!known.includes(name))
        this.report.notMapped(
          place,
          `${quoted(plugin.name)} never ran at ${quoted(name)}, which was left at once; no step stands for it.`,
        );
    if (there.length === 0) {
      this.report.notMapped(place, `${quoted(plugin.name)} belongs to no state, so no step stands for it.`);
      return;
    }
    for (const state of known) {
      const step = kind === "riskRules" ? this.#rulesStep(plugin) : pluginStep(plugin, kind, this.places);
      const key = this.#add(keyFrom(plugin.name, "step"), step.node);
      if (step.node.type === "http_request" && !this.places.answers.has(plugin.name))
        this.places.answers.set(plugin.name, { node: key, names: step.keeps });
      this.#hasKyc ||= kind === "kyc" || kind === "kyc-session";
      this.#plugins.set(state, [...(this.#plugins.get(state) ?? []), { plugin, key, step }]);
      if (step.status === "not_mapped") this.report.notMapped(place, step.sentence, `nodes.${key}`);
      else this.report.approximated(place, `nodes.${key}`, step.sentence);
      this.report.rest(place, plugin, [...common, ...step.read]);
    }
  }

  #rulesStep(plugin: BallerinePlugin): PluginStep {
    const key = freeName(keyFrom(plugin.name, "risk_rules"), new Set(Object.keys(this.rules)));
    this.rules[key] = { title: titleFrom(plugin.name), mode: "all", rules: [] };
    return {
      node: { type: "rules", version: 1, title: titleFrom(plugin.name), config: { ruleSet: key } },
      ...{ done: ["next"], failed: undefined, status: "not_mapped" as const, read: [] },
      sentence:
        "Its rules stood outside the definition. An empty rule set stands in their place: write them there.",
    };
  }

  #start(to: Exit): void {
    const isApplication = Object.values(this.nodes).some(
      ({ type, config }) =>
        type === "collect" ||
        type === "request_information" ||
        (type === "notify" && config["to"] === "applicant"),
    );
    const start: WorkflowNode = isApplication
      ? { type: "application_start", version: 1, title: "Application", config: {} }
      : { type: "decision_start", version: 1, title: "Request", config: {} };
    this.#taken.delete("start");
    const key = this.#add("start", start);
    this.#wire(key, "next", to);
    // The fields are known only when every guard was read, which is now.
    if (!isApplication) start.config = { fields: this.places.inputFields() };
  }

  /** Turns one state into steps, and says so. */
  #enter(name: string): void {
    const state = this.#states.get(name) as BallerineState;
    const place = `definition.states.${name}`;
    this.report.rest(place, state, ["type", "on", "always", "tags", "description"]);
    const events = Object.keys(state.on ?? {});
    const plugins = this.#plugins.get(name) ?? [];
    const hasWay = events.length > 0 || candidatesOf(state.always ?? [], place).length > 0;
    if (state.type === "final" || (!hasWay && plugins.length === 0)) {
      this.#end(name, state, place);
      return;
    }
    const entry = this.#always(name, state, () => this.#chain(name, state, plugins));
    this.#entries.set(name, entry);
    const at = this.#describe(entry);
    this.report[plugins.length > 0 || state.always ? "approximated" : "mapped"](
      place,
      at ?? "edges",
      at === null
        ? "It only led on, so its ways begin where it stood."
        : plugins.length > 0
          ? "Its plugins became steps that run one after the other; behind them stands what it waited for."
          : "It became the step that waits for what it waited for.",
    );
  }

  #describe = (exit: Exit): string | null => ("node" in exit ? `nodes.${exit.node}` : null);

  #end(name: string, state: BallerineState, place: string): void {
    const { ending, doubt } = endingOf(name, state);
    this.outcomes.add(ending.outcome);
    const key = this.#add(keyFrom(name, "end"), endNode(titleFrom(name), ending));
    if (!this.#ends.has(ending.outcome)) this.#ends.set(ending.outcome, key);
    let first = key;
    for (const { key: before, step } of [...(this.#plugins.get(name) ?? [])].reverse()) {
      // It has ended either way: what failed is told by the step itself.
      for (const outlet of [...step.done, ...(step.failed === undefined ? [] : [step.failed])])
        this.#wire(before, outlet, { node: first });
      first = before;
    }
    this.#entries.set(name, { node: first });
    const words = `An end that decides “${ending.title}”.`;
    const stray = Object.keys(state.on ?? {});
    if (stray.length > 0)
      this.report.notMapped(
        `${place}.on`,
        "A final state has no way out; here a decided run really has ended.",
      );
    if (state.type !== "final")
      this.report.approximated(
        place,
        `nodes.${key}`,
        `${words} It was not final, but nothing led out of it.${doubt ? ` ${doubt}` : ""}`,
      );
    else if (doubt) this.report.approximated(place, `nodes.${key}`, `${words} ${doubt}`);
    else this.report.mapped(place, `nodes.${key}`, words);
  }

  /** `always` is asked on the way in; when nothing of it holds, the state goes on as if it had none. */
  #always(name: string, state: BallerineState, rest: () => Exit): Exit {
    const place = `definition.states.${name}.always`;
    const candidates = candidatesOf(state.always ?? [], place);
    if (candidates.length === 0) return rest();
    return this.#route(name, "always", candidates, isLeftAtOnce(state) ? undefined : rest());
  }

  #chain(name: string, state: BallerineState, plugins: readonly Placed[]): Exit {
    const events = Object.keys(state.on ?? {});
    const fired = new Set(plugins.flatMap(({ plugin }) => [plugin.successAction, plugin.errorAction]));
    const external = events.filter((event) => !fired.has(event));
    const last = plugins.at(-1)?.plugin;
    const lastLeads = last?.successAction != null && events.includes(last.successAction);
    const rest =
      external.length > 0 || !lastLeads
        ? () => this.#wait(name, state, external)
        : () => ({ node: this.#byHand() });
    if (lastLeads && external.length > 0)
      this.report.notMapped(
        `definition.states.${name}.on`,
        `While its plugins worked, ${external.map(quoted).join(", ")} could also be sent; a run at a step can be cancelled instead.`,
      );
    let next: Exit | undefined;
    for (const { plugin, key, step } of [...plugins].reverse()) {
      const success = plugin.successAction;
      const routed = (event: string | null | undefined) =>
        event != null && events.includes(event) ? this.#event(name, state, event) : undefined;
      const on = next ?? (lastLeads ? routed(success) : undefined) ?? rest();
      if (success != null && !events.includes(success))
        this.report.notMapped(
          `definition.states.${name}`,
          `${quoted(plugin.name)} sends ${quoted(success)}, which this state does not know; the run goes on with what comes next.`,
        );
      else if (next && success != null && success !== last?.successAction)
        this.report.approximated(
          `definition.states.${name}.on.${success}`,
          `nodes.${key}`,
          `Plugins run one after the other here, so only the last one's answer leads on, not ${quoted(success)} of ${quoted(plugin.name)}.`,
        );
      for (const outlet of step.done) this.#wire(key, outlet, on);
      const failure = routed(plugin.errorAction);
      if (step.failed !== undefined && failure) this.#wire(key, step.failed, failure);
      else if (failure)
        this.report.notMapped(
          `definition.states.${name}.on.${plugin.errorAction}`,
          `The step for ${quoted(plugin.name)} has no failure to lead there.`,
          `nodes.${key}`,
        );
      next = { node: key };
    }
    return next ?? rest();
  }

  /** The step that stands for what a state waited for. */
  #wait(name: string, state: BallerineState, events: readonly string[]): Exit {
    const known = this.#waits.get(name);
    if (known) return known;
    const place = `definition.states.${name}.on`;
    const lose = (others: readonly string[], why: string) => {
      for (const event of others) this.report.notMapped(`${place}.${event}`, why);
    };
    const [first] = events;
    if (first === undefined) return { node: this.#byHand() };
    const isInitial = targetName(this.source.definition.initial) === name;
    const initialEvent = (this.source.config as { initialEvent?: unknown } | null | undefined)?.initialEvent;
    const begun = isInitial ? events.find((event) => isStart(event) || event === initialEvent) : undefined;
    const answered = events.find(
      (event) => this.#answered.has(event) || (this.#hasKyc && isKycAnswer(event)),
    );
    const verdicts = verdictsOf(events);
    const passed = begun ?? (verdicts.has("approved") ? undefined : answered);
    if (passed !== undefined) {
      lose(
        events.filter((event) => event !== passed),
        "It could also be sent while the state waited; the state is left at once here. Cancel the run instead.",
      );
      const exit = this.#event(name, state, passed);
      this.#waits.set(name, exit);
      this.report[begun ? "mapped" : "approximated"](
        `${place}.${passed}`,
        this.#describe(exit) ?? "edges",
        begun
          ? "A run begins at once; nobody has to send it."
          : "The step before waits for this answer itself; nobody has to send it.",
      );
      return exit;
    }
    const [key, outlets, used] = this.#waiting(name, state, events, verdicts);
    const exit = { node: key };
    this.#waits.set(name, exit);
    for (const [outlet, event] of outlets)
      this.#wire(key, outlet, event === null ? exit : this.#event(name, state, event));
    lose(
      events.filter((event) => !used.includes(event)),
      "The step that stands for this state has no way out for it.",
    );
    return exit;
  }

  /** A review, a form, a request, or a signal: with each of its outlets and the event that leads on; null leads back. */
  #waiting(
    name: string,
    state: BallerineState,
    events: readonly string[],
    verdicts: ReturnType<typeof verdictsOf>,
  ): [key: string, outlets: [string, string | null][], used: string[]] {
    const place = `definition.states.${name}`;
    const wish = keyFrom(name, "step");
    const title = titleFrom(name);
    if (verdicts.has("approved") || verdicts.has("declined")) {
      const key = this.#add(wish, reviewNode(title));
      this.#firstReview ??= key;
      const missing = verdictNames.filter((verdict) => !verdicts.has(verdict));
      if (missing.length > 0)
        this.report.approximated(
          `${place}.on`,
          `nodes.${key}`,
          `A review can also leave by ${missing.map((verdict) => `“${verdict.replace("_", " ")}”`).join(" and ")}, which leads back to it until you say where.`,
        );
      for (const [verdict, event] of verdicts)
        this.report.mapped(
          `${place}.on.${event}`,
          `nodes.${key}.${verdict}`,
          `A member's verdict: “${verdict.replace("_", " ")}”.`,
        );
      return [
        key,
        verdictNames.map((verdict) => [verdict, verdicts.get(verdict) ?? null]),
        [...verdicts.values()],
      ];
    }
    const collected =
      events.find(isCollected) ?? (tagsOf(state).includes("collection_flow") ? events[0] : undefined);
    if (collected !== undefined) {
      const isAgain = /revis|resubmi/i.test(name) || tagsOf(state).includes("revision");
      if (isAgain && this.#firstReview === undefined) this.#firstReview = this.#reviewAhead();
      if (isAgain && this.#firstReview !== undefined) {
        const key = this.#add(wish, {
          ...{ type: "request_information", version: 1, title },
          config: { from: { node: this.#firstReview } },
        });
        this.report.approximated(
          `${place}.on.${collected}`,
          `nodes.${key}`,
          "The applicant is asked for exactly what the review sent back.",
        );
        const back = this.#firstReview;
        this.#wire(key, "expired", { node: back });
        return [
          key,
          [
            ["answered", collected],
            ["nothing", collected],
          ],
          [collected],
        ];
      }
      const key = this.#add(wish, { type: "collect", version: 1, title, config: { form: "application" } });
      this.report.approximated(
        `${place}.on.${collected}`,
        `nodes.${key}`,
        "The applicant fills in the form “Application”, which asks for what guards and steps read. Pages of the old form are no part of a definition.",
      );
      return [key, [["submitted", collected]], [collected]];
    }
    const [only] = events;
    const signal = events.length === 1 && only !== undefined ? keyFrom(only, "event") : wish;
    const key = this.#add(wish, { type: "wait", version: 1, title, config: { for: "signal", name: signal } });
    if (events.length === 1 && only !== undefined) {
      this.report.approximated(
        `${place}.on.${only}`,
        `nodes.${key}`,
        `The run waits for the signal ${quoted(signal)}, which a system of yours sends.`,
      );
      return [key, [["received", only]], [only]];
    }
    const outlets = events.slice(0, 30).map((event, i) => ({ key: `event_${i + 1}`, event }));
    const which = this.#add(`${wish}_event`, {
      type: "branch",
      version: 1,
      title: `${title}: which?`.slice(0, 120),
      config: {
        by: "conditions",
        branches: outlets.map(({ key: outlet, event }) => ({
          key: outlet,
          title: event.slice(0, 80),
          when: {
            id: outlet,
            op: "=",
            left: { field: `nodes.${key}.payload.event` },
            right: { value: event },
          },
        })),
      },
    });
    this.#wire(key, "received", { node: which });
    this.#wire(which, "otherwise", { node: key });
    for (const { key: outlet, event } of outlets) {
      this.#wire(which, outlet, this.#event(name, state, event));
      this.report.approximated(
        `${place}.on.${event}`,
        `nodes.${which}.${outlet}`,
        `The run waits for the signal ${quoted(signal)}, whose field “event” says ${quoted(event)}.`,
      );
    }
    return [key, [], outlets.map(({ event }) => event)];
  }

  /** A state asked for again may stand before the review that sends back. */
  #reviewAhead(): string | undefined {
    for (const [name, state] of this.#states) {
      if (state.type === "final") continue;
      const fired = new Set(
        (this.#plugins.get(name) ?? []).flatMap(({ plugin }) => [plugin.successAction, plugin.errorAction]),
      );
      const events = Object.keys(state.on ?? {}).filter((event) => !fired.has(event));
      const verdicts = verdictsOf(events);
      if (!verdicts.has("approved") && !verdicts.has("declined")) continue;
      const exit = this.#wait(name, state, events);
      if ("node" in exit && this.nodes[exit.node]?.type === "review") return exit.node;
    }
    return undefined;
  }

  #event(name: string, state: BallerineState, event: string): Exit {
    const place = `definition.states.${name}.on.${event}`;
    const known = this.#routes.get(place);
    if (known) return known;
    // Nothing holds: they stayed where they were, and so does the run when something waits there.
    const stay = this.#waits.get(name);
    const exit = this.#route(name, event, candidatesOf(state.on?.[event], place), stay);
    this.#routes.set(place, exit);
    return exit;
  }

  /** The first transition whose guard holds. */
  #route(name: string, event: string, candidates: readonly Candidate[], otherwise: Exit | undefined): Exit {
    const group: Way[] = [];
    for (let i = 0; i < candidates.length; i++) {
      const { transition, place } = candidates[i] as Candidate;
      this.report.rest(place, transition, ["target", "cond", "description"]);
      const to = this.#target(name, transition.target, place);
      const rest = () => this.#route(name, event, candidates.slice(i + 1), otherwise);
      if (transition.cond === undefined || transition.cond === null) {
        for (const { place: unread } of candidates.slice(i + 1))
          this.report.notMapped(
            unread,
            "It stands behind a transition without a guard, so it was never taken.",
          );
        this.#leads(place, to);
        return this.#branch(name, event, group, to);
      }
      const guard = this.#guard(transition.cond, place, `${keyFrom(name, "state")}_${i + 1}`.slice(-40));
      if (guard === "never") continue;
      if (guard === "always") {
        this.#leads(place, to);
        return this.#branch(name, event, group, to);
      }
      if (guard === "person") {
        const key = this.#add(
          `${keyFrom(name, "state").slice(0, 40)}_decide`,
          reviewNode(`${titleFrom(name)}: decide`.slice(0, 120)),
        );
        this.report.notMapped(
          `${place}.cond`,
          `In its place a person decides at “${titleFrom(name)}: decide”: approved goes on, declined takes the next way.`,
          `nodes.${key}`,
        );
        this.#wire(key, "approved", to);
        this.#wire(key, "declined", rest());
        this.#wire(key, "sent_back", { node: key });
        return this.#branch(name, event, group, { node: key });
      }
      group.push({ place, title: titleFrom(transition.target ?? name), ...guard, to });
    }
    return this.#branch(name, event, group, otherwise ?? { node: this.#byHand() });
  }

  #leads(place: string, to: Exit): void {
    const at = this.#describe(to);
    this.report.mapped(
      place,
      at ?? "edges",
      "state" in to ? `It leads to what ${quoted(to.state)} became.` : "It leads on.",
    );
  }

  #target(name: string, target: string | null | undefined, place: string): Exit {
    if (target === undefined || target === null) {
      this.report.approximated(
        place,
        "edges",
        "It named no target, so the state stayed; here the run comes back to it.",
      );
      return { state: name };
    }
    if (this.#states.has(targetName(target))) return { state: targetName(target) };
    this.report.notMapped(place, `There is no state ${quoted(target)}; a person decides instead.`);
    return { node: this.#byHand() };
  }

  #branch(name: string, event: string, group: readonly Way[], otherwise: Exit): Exit {
    if (group.length === 0) return otherwise;
    const branches = group.map(({ title, when }, i) => ({
      key: `way_${i + 1}`,
      title: title.slice(0, 80),
      when,
    }));
    const title = `${titleFrom(name)}: ${event === "always" ? "on the way in" : titleFrom(event).toLowerCase()}`;
    const key = this.#add(`${keyFrom(name, "state").slice(0, 40)}_way`, {
      ...{ type: "branch", version: 1, title: title.slice(0, 120) },
      config: { by: "conditions", branches },
    });
    group.forEach(({ place, notes, to }, i) => {
      const outlet = `way_${i + 1}`;
      this.#wire(key, outlet, to);
      const [said, target] = [notes.join(" "), `nodes.${key}.${outlet}`];
      if (said !== "") this.report.approximated(`${place}.cond`, target, said);
      else
        this.report.mapped(
          `${place}.cond`,
          target,
          "The guard became a condition that holds in the same cases.",
        );
    });
    this.#wire(key, "otherwise", otherwise);
    return { node: key };
  }

  #guard(cond: unknown, place: string, prefix: string): Guard | "always" | "never" | "person" {
    const { type, options, ...others } = (typeof cond === "object" && cond !== null ? cond : {}) as {
      type?: unknown;
      options?: { rule?: unknown } | null;
    };
    this.report.rest(`${place}.cond`, others, []);
    if (options && typeof options === "object") this.report.rest(`${place}.cond.options`, options, ["rule"]);
    if (type !== "json-logic") {
      const kind = typeof type === "string" ? quoted(type) : "no kind that is known";
      this.report.notMapped(`${place}.cond`, `The guard is of ${kind}, which is not read.`);
      return "person";
    }
    const found = translateLogic(
      options?.rule,
      { place: (path, kind) => this.places.place(path, kind) },
      prefix,
    );
    if ("beyond" in found) {
      this.report.notMapped(`${place}.cond`, `The guard cannot be said as a condition: ${found.beyond}.`);
      return "person";
    }
    if ("constant" in found) {
      this.report.mapped(
        `${place}.cond`,
        "edges",
        `The guard is always ${found.constant ? "true" : "false"}.`,
      );
      return found.constant ? "always" : "never";
    }
    return { when: found.condition, notes: found.notes };
  }

  /** The one review that catches what could not be said; it decides by itself. */
  #byHand(): string {
    if (this.#hand !== undefined) return this.#hand;
    const key = this.#add("by_hand", reviewNode("Decide by hand"));
    this.#hand = key;
    this.#wire(key, "approved", { node: this.#endFor("approve") });
    this.#wire(key, "declined", { node: this.#endFor("decline") });
    this.#wire(key, "sent_back", { node: key });
    this.report.approximated(
      "definition",
      `nodes.${key}`,
      "Ways that lead nowhere, or that could not be read, end at this review.",
    );
    return key;
  }

  #endFor(outcome: string): string {
    const known = this.#ends.get(outcome);
    if (known !== undefined) return known;
    const ending = endings.find((one) => one.outcome === outcome) as Ending;
    const key = this.#add(`${outcome}_by_hand`, endNode(ending.title, ending));
    this.#ends.set(outcome, key);
    return key;
  }
}

/** Whether a state is never stayed in: one of its ways needs neither an event nor a guard. */
const isLeftAtOnce = (state: BallerineState | undefined): boolean =>
  candidatesOf(state?.always ?? [], "").some(({ transition }) => transition.cond == null);

const named = ["name", "displayName", "definitionType", "variant", "id", "version"];

/** Plugins that become no step, and what is lost with them. */
const silent: { [kind: string]: string } = {
  dispatchEventPlugins:
    "it told the host something, which no step of ours does. Set party data where it is known instead.",
  statePlugins: "it was code of the host, which a definition does not hold.",
  transformer: "it rewrote the context. Compute values with a formula where they are needed.",
  "attach-ui-definition":
    "it opened a form of the old screens. The form of this workflow stands in its place.",
};

const reviewNode = (title: string): WorkflowNode => ({
  ...{ type: "review", version: 1, title },
  config: { queue: DEFAULT_QUEUE },
});

const endNode = (title: string, { outcome }: Ending): WorkflowNode => ({
  ...{ type: "end", version: 1, title },
  config: { outcome },
});
