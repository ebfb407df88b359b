import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { DecisionWhy, WhyScorecard, WhyTable } from "@/server/decisions/why/schema";
import { Sources, StepLink } from "./rule-list";
import css from "./why.module.css";

type Workflow = DecisionWhy["workflow"];

const keyOf = ({ node, visit, line }: WhyTable | WhyScorecard) => `${node}/${visit}/${line}`;

/** Decision tables: the rows that counted, in words, and what each column saw. */
export function Tables({ tables, workflow }: { tables: readonly WhyTable[]; workflow: Workflow }) {
  const shown = tables.filter(({ counts }) => counts);
  if (shown.length === 0) return null;
  return (
    <Panel title="Rows of tables that counted">
      {shown.map((table) => (
        <section key={keyOf(table)} className={css.group} aria-label={table.part}>
          <h3 className={css.step}>
            <StepLink step={table} workflow={workflow} />
            <span>{table.part}</span>
          </h3>
          <p className={css.sentence}>{rowsText(table)}</p>
          {table.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <SeenTable rows={table.seen} label={`What ${table.part} saw`} />
        </section>
      ))}
    </Panel>
  );
}

function rowsText({ rows, openRows, isDefault, of }: WhyTable): string {
  const counted = isDefault
    ? "The row of last resort counted"
    : rows.length === 0
      ? "No row counted"
      : `${rows.length === 1 ? "Row" : "Rows"} ${rows.join(", ")} of ${of} counted`;
  return openRows.length > 0
    ? `${counted}; ${formatCount(openRows.length, "row", "rows")} could not be told.`
    : `${counted}.`;
}

type Seen = WhyTable["seen"][number];

function SeenTable({ rows, label }: { rows: readonly Seen[]; label: string }) {
  return (
    <table className={css.tests} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.title}>
            <th scope="row">{row.title}</th>
            <td data-label="Value">
              <b>{row.value ?? "sealed"}</b>
            </td>
            <td data-label="Source">
              <Origin row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where it came from, or what it would have needed. */
function Origin({ row }: { row: Seen }) {
  return row.needed.length > 0 ? (
    row.needed.map((sentence) => <p key={sentence}>{sentence}</p>)
  ) : (
    <Sources sources={row.sources} />
  );
}

/** Scorecards: the total and its band, and what each factor cost. */
export function Scorecards({ cards, workflow }: { cards: readonly WhyScorecard[]; workflow: Workflow }) {
  const shown = cards.filter(({ counts }) => counts);
  if (shown.length === 0) return null;
  return (
    <Panel title="Scores">
      {shown.map((card) => (
        <section key={keyOf(card)} className={css.group} aria-label={card.part}>
          <h3 className={css.step}>
            <StepLink step={card} workflow={workflow} />
            <span>{card.part}</span>
          </h3>
          <p className={css.sentence}>{card.sentence}</p>
          <table className={css.tests} aria-label={`What ${card.part} counted`}>
            <thead>
              <tr>
                <th scope="col">Factor</th>
                <th scope="col">Value</th>
                <th scope="col">Band</th>
                <th scope="col" className={css.number}>
                  Points
                </th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {card.factors.map((factor) => (
                <tr key={factor.title}>
                  <th scope="row">{factor.title}</th>
                  <td data-label="Value">
                    <b>{factor.value ?? "sealed"}</b>
                  </td>
                  <td data-label="Band">{factor.band}</td>
                  <td data-label="Points" className={css.number}>
                    {factor.points ?? "sealed"}
                    {factor.isLimited && " (limit)"}
                  </td>
                  <td data-label="Source">
                    <Origin row={factor} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Panel>
  );
}
