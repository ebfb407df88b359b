import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Mention, NamedKind, Usage } from "@/server/workflows/usage/policy";
import css from "./search.module.css";

const titles = {
  leads: "Ways that lead to it",
  writes: "Filled by",
  reads: "Read by",
  names: "Named by",
} as const;

/** Where a jump goes: a step, and the place in it that was meant. */
export interface JumpTo {
  node: string;
  path?: string;
}

/** Every place that names something; each leads to the step in which it takes effect. */
export function UsedWhere({
  document,
  usage,
  named: { kind, key },
  hows = Object.keys(titles) as (keyof typeof titles)[],
  none = "Nothing in this workflow names it: it can go without being missed.",
  onJump,
}: {
  document: WorkflowDocument;
  usage: Usage;
  named: { kind: NamedKind; key: string };
  /** Which sorts of places are told; all unless given. */
  hows?: readonly Mention["how"][];
  /** What is said when there is no such place. */
  none?: string;
  onJump: (to: JumpTo) => void;
}) {
  const mentions = usage.of(kind, key).filter(({ how }) => hows.includes(how));
  if (mentions.length === 0) return <p className={css.quiet}>{none}</p>;
  const groups = hows.flatMap((how) => {
    // A rule that names a thing twice is one place for whoever looks for it.
    const of = [
      ...new Map(
        mentions.flatMap((one) => (one.how === how ? [[`${one.words} ${one.key}`, one] as const] : [])),
      ).values(),
    ];
    return of.length > 0 ? [{ how, of }] : [];
  });
  return (
    <>
      {groups.map(({ how, of }) => (
        <section key={how} aria-label={titles[how]}>
          <h3 className={css.groupTitle}>{titles[how]}</h3>
          <ul className={css.places}>
            {of.map((mention) => (
              <li key={`${mention.path} ${mention.key}`}>
                <PlaceRow document={document} mention={mention} about={key} onJump={onJump} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function PlaceRow({
  document,
  mention: { words, steps, path, key: named, kind },
  about,
  onJump,
}: {
  document: WorkflowDocument;
  mention: Mention;
  about: string;
  onJump: (to: JumpTo) => void;
}) {
  // The words of a place in a step begin with the step already.
  const isInStep = /^(nodes|edges)\./.test(path);
  const titleOf = (step: string) => document.nodes[step]?.title ?? step;
  const [only] = steps;
  const told = (
    <>
      {words}
      {kind === "field" && named !== about && <code className={css.code}>{named}</code>}
    </>
  );
  if (only === undefined)
    return (
      <p className={css.place}>
        {told} <span className={css.quiet}>no step goes by it</span>
      </p>
    );
  if (isInStep || steps.length === 1)
    return (
      <button type="button" className={css.place} onClick={() => onJump({ node: only, path })}>
        <span>{told}</span>
        {!isInStep && <span className={css.quiet}>{titleOf(only)}</span>}
      </button>
    );
  return (
    <p className={css.place}>
      <span>{told}</span>
      <span className={css.steps}>
        {steps.map((step) => (
          <button type="button" key={step} className={css.step} onClick={() => onJump({ node: step, path })}>
            {titleOf(step)}
          </button>
        ))}
      </span>
    </p>
  );
}
