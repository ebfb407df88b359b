import {
  add,
  compareExact,
  type Exact,
  exactOf,
  multiply,
  roundExact,
  toNumber,
} from "@/server/rules/core/rational";

/** One row of an owner list: somebody holds a share of the party, or of another owner (`via`). */
export interface Holding {
  index: number;
  /** Rows of one owner have the same; see `readHoldings`. */
  owner: string;
  name: string;
  isPerson: boolean;
  /** Per cent, 0 to 100. */
  share: number;
  /** The owner this is a share of; without, the party itself. */
  via?: string;
  /** Who is on the register for the owner, as its nominee. */
  nominee?: string;
  /** Says who rules over it whatever the share: votes, the board, an agreement. */
  isControl?: boolean;
}

export interface OwnershipSettings {
  threshold: number;
  comparator: "at_least" | "more_than";
  /**
   * Whoever controls an owner is taken to hold all that it holds, and whoever controls the party is a beneficial owner
   * at any share. Control is more than `over` per cent, of one's own and of those one controls, or a holding marked as it.
   */
  control?: { over: number };
}

interface OwnershipPath {
  /** Names between the owner and the party, nearest to the owner first. Empty: held directly. */
  through: string[];
  share: number;
}

interface EffectiveOwner {
  /** The owner's first row. */
  index: number;
  name: string;
  isPerson: boolean;
  /** Per cent, rounded to six decimals; the threshold is compared before rounding. */
  effectiveShare: number;
  isBeneficialOwner: boolean;
  paths: OwnershipPath[];
  /** Where control counts: what is held by the owner and those it controls, and whom it controls. */
  controlledShare?: number;
  controls?: string[];
  reason: string;
}

export interface OwnershipProblem {
  code:
    | "missing"
    | "bad_share"
    | "unknown_via"
    | "unknown_nominator"
    | "same_id"
    | "owned_person"
    | "over_100"
    | "loop"
    | "too_many_chains";
  message: string;
}

export interface OwnershipResult {
  owners: EffectiveOwner[];
  /** The sum of the shares held directly in the party. */
  total: number;
  problems: OwnershipProblem[];
}

/** A structure with more chains than this is no declaration, it is an attack on the clock. */
const MAX_CHAINS = 20_000;
const MAX_CONTROL_STEPS = 200_000;
const MAX_PATHS_SHOWN = 20;
const HUNDRED = 100;

const shown = (value: Exact, digits: number) => toNumber(roundExact(value, digits));

interface Tally {
  sum: Exact;
  paths: OwnershipPath[];
}

/**
 * Effective share = the product along a chain, summed over chains. A chain never passes an owner twice, so loops end.
 * Exact arithmetic: 8.1 + 8.2 + 8.7 is 25, and 25 is enough.
 */
export function effectiveShares(holdings: readonly Holding[], settings: OwnershipSettings): OwnershipResult {
  const byTarget = new Map<string | undefined, Holding[]>();
  const owners = new Map<string, Holding>();
  for (const holding of holdings) {
    byTarget.set(holding.via, [...(byTarget.get(holding.via) ?? []), holding]);
    if (!owners.has(holding.owner)) owners.set(holding.owner, holding);
  }
  const nameOf = (owner: string) => owners.get(owner)?.name ?? owner;
  const problems = oversubscribed(byTarget, nameOf);
  const tallies = new Map<string, Tally>();
  const loops = new Set<string>();
  const chain: string[] = [];
  let steps = 0;

  const follow = (target: string | undefined, share: Exact): void => {
    for (const holding of byTarget.get(target) ?? []) {
      if (chain.includes(holding.owner)) {
        loops.add([...chain.slice(chain.indexOf(holding.owner)), holding.owner].map(nameOf).join(" → "));
        continue;
      }
      if (++steps > MAX_CHAINS) return;
      const product = multiply(multiply(share, exactOf(holding.share)), ONE_HUNDREDTH);
      const tally = tallies.get(holding.owner) ?? { sum: 0, paths: [] };
      tally.sum = add(tally.sum, product);
      if (tally.paths.length < MAX_PATHS_SHOWN)
        tally.paths.push({
          through: [
            ...(holding.nominee === undefined ? [] : [`${holding.nominee} as nominee`]),
            ...chain.map(nameOf).reverse(),
          ],
          share: shown(product, 6),
        });
      tallies.set(holding.owner, tally);
      chain.push(holding.owner);
      follow(holding.owner, product);
      chain.pop();
    }
  };
  follow(undefined, HUNDRED);

  for (const loop of [...loops, ...unreachedLoops(owners, byTarget, tallies, nameOf)].slice(0, 1))
    problems.push({ code: "loop", message: `The holdings go round in a circle: ${loop}.` });
  const control = settings.control && controlFrom(holdings, settings.control.over);
  const judged = [...owners].map(([owner, holding]) =>
    judge(
      holding,
      tallies.get(owner) ?? { sum: 0, paths: [] },
      settings,
      holding.isPerson ? control?.of(owner) : undefined,
      nameOf,
    ),
  );
  if (steps > MAX_CHAINS || control?.isTooMuch())
    problems.push({ code: "too_many_chains", message: "The holdings form too many chains to follow." });
  const direct = (byTarget.get(undefined) ?? []).map(({ share }) => exactOf(share));
  return { owners: judged, total: shown(direct.reduce(add, 0), 6), problems };
}

const ONE_HUNDREDTH = exactOf(0.01);

function oversubscribed(
  byTarget: ReadonlyMap<string | undefined, Holding[]>,
  nameOf: (owner: string) => string,
): OwnershipProblem[] {
  return [...byTarget].flatMap(([target, holdings]): OwnershipProblem[] => {
    const sum = holdings.map(({ share }) => exactOf(share)).reduce(add, 0);
    const of = target === undefined ? "the party" : nameOf(target);
    return compareExact(sum, HUNDRED) > 0
      ? [{ code: "over_100", message: `The shares in ${of} add up to ${shown(sum, 4)} %, more than 100 %.` }]
      : [];
  });
}

/** Owners that hold only one another are never reached from the party; some of them stand in a circle. */
function unreachedLoops(
  owners: ReadonlyMap<string, Holding>,
  byTarget: ReadonlyMap<string | undefined, Holding[]>,
  tallies: ReadonlyMap<string, Tally>,
  nameOf: (owner: string) => string,
): string[] {
  const targets = new Map<string, string[]>();
  for (const [target, holdings] of byTarget)
    if (target !== undefined)
      for (const { owner } of holdings) targets.set(owner, [...(targets.get(owner) ?? []), target]);
  const stranded = [...owners.keys()].filter((owner) => !tallies.has(owner));
  // Every stranded owner holds a stranded owner: following any first target must come round.
  for (const first of stranded.slice(0, 1)) {
    const chain = [first];
    for (;;) {
      const next = (targets.get(chain.at(-1)!) ?? []).find((target) => !tallies.has(target));
      if (next === undefined || !owners.has(next)) return [];
      if (chain.includes(next)) return [[...chain.slice(chain.indexOf(next)), next].map(nameOf).join(" → ")];
      chain.push(next);
    }
  }
  return [];
}

interface Control {
  /** Directly in the party, by the owner and by all it controls. */
  share: Exact;
  over: string[];
  ofParty: boolean;
}

/** Grows from an owner: what it and those it controls hold together may be control of the next. Circles change nothing. */
function controlFrom(
  holdings: readonly Holding[],
  over: number,
): { of: (owner: string) => Control; isTooMuch: () => boolean } {
  const byOwner = new Map<string, Holding[]>();
  for (const holding of holdings)
    byOwner.set(holding.owner, [...(byOwner.get(holding.owner) ?? []), holding]);
  const limit = exactOf(over);
  let steps = 0;
  const of = (owner: string): Control => {
    const held = new Map<string | undefined, Exact>();
    const controlled = new Set<string | undefined>();
    const open = [owner];
    const own = new Set(open);
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const { via, share, isControl } of byOwner.get(next) ?? []) {
        if (++steps > MAX_CONTROL_STEPS) break;
        const sum = add(held.get(via) ?? 0, exactOf(share));
        held.set(via, sum);
        if (controlled.has(via) || (isControl !== true && compareExact(sum, limit) <= 0)) continue;
        controlled.add(via);
        if (via === undefined || own.has(via)) continue;
        own.add(via);
        open.push(via);
      }
    return {
      share: held.get(undefined) ?? 0,
      over: [...controlled].filter((one) => one !== undefined && one !== owner) as string[],
      ofParty: controlled.has(undefined),
    };
  };
  return { of, isTooMuch: () => steps > MAX_CONTROL_STEPS };
}

function judge(
  { index, name, isPerson }: Holding,
  { sum, paths }: Tally,
  settings: OwnershipSettings,
  control: Control | undefined,
  nameOf: (owner: string) => string,
): EffectiveOwner {
  const reaches = (share: Exact): boolean => {
    const order = compareExact(share, exactOf(settings.threshold));
    return order > 0 || (order === 0 && settings.comparator === "at_least");
  };
  const byShare = reaches(sum);
  const byControl = control !== undefined && (control.ofParty || reaches(control.share));
  const passes = byShare || byControl;
  const parts = paths.map(({ through, share }) =>
    through.length === 0 ? `${share} % directly` : `${share} % through ${through.join(" and ")}`,
  );
  const held = `${name} holds ${shown(sum, 4)} %${parts.length > 1 || paths.some(({ through }) => through.length > 0) ? ` (${parts.join(", ")})` : ""}`;
  const limit = `${settings.comparator === "at_least" ? "at least" : "more than"} ${settings.threshold} %`;
  return {
    index,
    name,
    isPerson,
    effectiveShare: shown(sum, 6),
    isBeneficialOwner: isPerson && passes,
    paths,
    ...(control && { controlledShare: shown(control.share, 6), controls: control.over.map(nameOf) }),
    reason: isPerson
      ? `${held}: ${byShare ? limit : `not ${limit}`}${byControl && !byShare ? `, but ${controlText(control, nameOf)}` : ""}, so ${passes ? "a" : "no"} beneficial owner.`
      : `${held} and is no person; the people behind it count.`,
  };
}

/** "controls HoldCo Ltd and with it 60 %". */
function controlText({ share, over, ofParty }: Control, nameOf: (owner: string) => string): string {
  const names = over.map(nameOf).join(" and ");
  if (over.length === 0) return "controls the party";
  return `controls ${names} and with it ${ofParty ? "the party" : `${shown(share, 4)} %`}`;
}
