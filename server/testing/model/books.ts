/**
 * What must be true of the model's runs, kept by hand and without the interpreter: where each run stands, how much it
 * has heard, what was asked how often. Keys are spelled out, because they are promised to stay.
 */

export type Failure = "unavailable" | "refused" | "garbage" | "unknown";
export type Said = "clear" | Exclude<Failure, "unknown">;

type Question =
  /** `free`: nobody is at it; `leased`: somebody claimed it and is gone; `lost`: and the lease is over. */
  | { at: "asking"; attempt: number; token: number; claim: "free" | "leased" | "lost" }
  | { at: "pausing" | "incident"; attempt: number; token: number }
  | { at: "over" };
type Branch = { at: "hold" | "over" } | { at: "child" | "incident"; attempt: number };

export interface ChildBook {
  id: string;
  key: string;
  status: "waiting" | "completed" | "cancelled";
  heard: number;
}

export interface VerdictBook {
  id: string;
  outcome: "approve" | "decline";
  effectiveAt: Date;
}

/** The vendor is asked at most so often before a person is. */
const ATTEMPTS = 2;

export class RunBook {
  readonly id: string;
  /** Events of its journal. */
  heard = 1;
  question: Question = { at: "asking", attempt: 1, token: 1, claim: "free" };
  branch: Branch = { at: "hold" };
  tail: "none" | "pause" | "confirm" | "review" = "none";
  outcome: "approve" | "decline" | undefined;
  isCancelled = false;
  /** Signals by `name/key`. */
  readonly signals = new Set<string>();
  /** How often the vendor was asked at each attempt. */
  readonly asks = new Map<number, number>([[1, 0]]);
  /** Attempts whose answer was lost. */
  readonly unknown = new Set<number>();
  readonly answered = new Set<number>();
  readonly children: ChildBook[] = [];
  verdict: VerdictBook | undefined;
  readonly verdicts: VerdictBook[] = [];
  /** Everything that is stored of it, when it ended. */
  end: string | undefined;

  constructor(id: string) {
    this.id = id;
  }

  get isOver(): boolean {
    return this.isCancelled || this.outcome !== undefined;
  }

  get status(): string {
    if (this.isCancelled) return "cancelled";
    if (this.outcome) return "completed";
    if (this.question.at === "incident" || this.branch.at === "incident") return "attention";
    return this.question.at === "over" ? "waiting" : "running";
  }

  attemptKey = (attempt: number): string => `${this.id}:asked@ways.1.1.a:party:1:${attempt}`;
  childKey = (attempt: number): string => `${this.id}:sub@ways.1.1.b::1:${attempt}`;

  get tokenOfQuestion(): string {
    return `asked@ways.1.1.a:1:${"token" in this.question ? this.question.token : 0}`;
  }

  get tokenOfBranch(): string {
    return `sub@ways.1.1.b:1:${"attempt" in this.branch ? this.branch.attempt : 0}`;
  }

  /** The child that the run waits for. */
  get child(): ChildBook | undefined {
    const { branch } = this;
    return branch.at === "child" && !this.isOver
      ? this.children.find(({ key }) => key === this.childKey(branch.attempt))
      : undefined;
  }

  get performing(): string[] {
    return this.question.at === "asking" && !this.isOver ? [this.attemptKey(this.question.attempt)] : [];
  }

  get waits(): string[] {
    if (this.isOver) return [];
    const { branch, tail } = this;
    return [
      ...(branch.at === "hold" ? [`${this.id}:hold@ways.1.1.b::1:1`] : []),
      ...(branch.at === "child" ? [this.childKey(branch.attempt)] : []),
      ...(tail === "none" ? [] : [`${this.id}:${tail}::1:1`]),
    ];
  }

  get timers(): string[] {
    if (this.isOver) return [];
    const { question, branch, tail } = this;
    return [
      ...(question.at === "pausing" ? [`${this.attemptKey(question.attempt)}:retry`] : []),
      ...(branch.at === "hold" ? [`${this.id}:hold@ways.1.1.b::1:1:deadline`] : []),
      ...(tail === "pause" ? [`${this.id}:pause::1:1:deadline`] : []),
    ];
  }

  /** Whether a worker that looks asks the vendor, or at least takes the question. */
  get isDue(): boolean {
    return !this.isOver && this.question.at === "asking" && this.question.claim !== "leased";
  }

  ask(): void {
    if (this.question.at !== "asking") throw new Error("nothing is asked");
    const { attempt } = this.question;
    this.asks.set(attempt, (this.asks.get(attempt) ?? 0) + 1);
  }

  answer(said: Said | "unknown"): void {
    const { question } = this;
    if (question.at !== "asking") throw new Error("nothing is asked");
    const { attempt, token } = question;
    this.heard++;
    this.answered.add(attempt);
    if (said === "unknown") this.unknown.add(attempt);
    if (said === "clear") this.question = { at: "over" };
    else
      this.question = {
        at: said === "unavailable" && attempt < ATTEMPTS ? "pausing" : "incident",
        ...{ attempt, token },
      };
    this.meet();
  }

  /** A further attempt: after the pause, or because a person says so. */
  private again(token: number): void {
    if (!("attempt" in this.question)) throw new Error("nothing is asked");
    const attempt = this.question.attempt + 1;
    this.asks.set(attempt, 0);
    this.question = { at: "asking", attempt, token, claim: "free" };
  }

  fire(timer: string): void {
    this.heard++;
    if (timer.endsWith(":retry")) this.again("token" in this.question ? this.question.token : 0);
    else if (timer.includes(":hold@")) this.branch = { at: "over" };
    else this.tail = "confirm";
    this.meet();
  }

  /** Whether somebody waits for a signal of that name. */
  awaits = (name: string): boolean =>
    !this.isOver &&
    ((name === "go" && this.branch.at === "hold") || (name === "later" && this.tail === "confirm"));

  signal(name: string, key: string): void {
    this.heard++;
    this.signals.add(`${name}/${key}`);
    if (name === "go") this.branch = { at: "child", attempt: 1 };
    else this.tail = "review";
  }

  hearChild({ status }: ChildBook): void {
    if (this.branch.at !== "child") throw new Error("no child is awaited");
    this.heard++;
    this.branch = status === "completed" ? { at: "over" } : { ...this.branch, at: "incident" };
    this.meet();
  }

  resolve(what: "question" | "branch", how: "retry" | "answer" | "skip"): void {
    this.heard++;
    const { question, branch } = this;
    if (what === "question" && question.at === "incident") {
      if (how === "retry") this.again(question.token + 1);
      else this.question = { at: "over" };
    } else if (what === "branch" && branch.at === "incident") {
      this.branch = how === "retry" ? { at: "child", attempt: branch.attempt + 1 } : { at: "over" };
    } else throw new Error("there is no such incident");
    this.meet();
  }

  cancel(): void {
    const { child } = this;
    if (child?.status === "waiting") {
      child.status = "cancelled";
      child.heard++;
    }
    this.heard++;
    this.isCancelled = true;
    this.verdict = undefined;
  }

  decide({ outcome }: VerdictBook): void {
    this.heard++;
    this.outcome = outcome;
    this.verdict = undefined;
  }

  private meet(): void {
    if (this.tail === "none" && this.question.at === "over" && this.branch.at === "over") this.tail = "pause";
  }
}

export class Books {
  readonly runs: RunBook[] = [];
  /** How many were done. */
  commands = 0;
  /** Idempotency key → the run it began. */
  readonly starts = new Map<string, string>();

  open(id: string): RunBook {
    const run = new RunBook(id);
    this.runs.push(run);
    return run;
  }
}
