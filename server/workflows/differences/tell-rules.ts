import { ruleSentence, ruleSetSentences } from "@/server/rules/core/sentences";
import {
  formulaSentence,
  rowSentence,
  scorecardSentences,
  tableSentences,
} from "@/server/rules/core/table-sentences";
import { humanise, nameOf } from "@/server/rules/core/words";
import { type Comparison, fieldLines, isWhole, large, lines, only, own, type Teller, users } from "./lines";
import { type DifferenceLine, formulaInWords, type Side } from "./values";

/** Differences of rule sets, tables, scorecards and formulas, told by the sentences they are read in. */

const RULE_FIELDS = {
  ...{ title: "Title", when: "When", outcome: "Proposes", points: "Points", reasonCode: "Reason" },
  ...{ flags: "Flags", queue: "Queue", require: "Asks for", values: "Sets", enabled: "Switched on" },
  ...{ mode: "How the rules work together", otherwise: "When no rule fires", rules: "Rules" },
};

export const rules: Teller = (steps, unit, of) => {
  const [, name = "", , code] = unit;
  const setOf = ({ document }: Side) => own(document.rules, name);
  const set = setOf(of.after) ?? setOf(of.before);
  const nodes = users(of, "ruleSet", name);
  if (code === undefined) {
    const text = (side: Side) => {
      const found = setOf(side);
      if (!found) return null;
      const told = ruleSetSentences(found, side.words);
      return [told.intro, ...told.rules.map((one) => `${one.code}: ${one.sentence}`)].join("\n");
    };
    const title = `Rule set “${set?.title ?? name}”`;
    if (isWhole(steps, unit))
      return { part: "Rules", title, nodes, lines: only(text(of.before), text(of.after)) };
    return { part: "Rules", title, nodes, lines: fieldLines(steps, 2, of, RULE_FIELDS) };
  }
  const ruleOf = (side: Side) => setOf(side)?.rules.find((rule) => rule.code === code.split("#")[0]);
  const [had, has] = [ruleOf(of.before), ruleOf(of.after)];
  const title = `Rule ${code} “${(has ?? had)?.title ?? ""}”`;
  const sentence = (side: Side) => {
    const rule = ruleOf(side);
    return rule ? ruleSentence(rule, side.words).sentence : null;
  };
  if (isWhole(steps, unit))
    return {
      ...{ part: "Rules", title, nodes },
      lines: steps[0]?.op === "add" ? only(null, sentence(of.after)) : only(sentence(of.before), null),
    };
  return {
    ...{ part: "Rules", title, nodes },
    lines: fieldLines(steps, 4, of, RULE_FIELDS).map((line) => ruleLine(line, of)),
  };
};

const ruleLine = (line: DifferenceLine, { before, after }: Comparison): DifferenceLine => {
  const outcome = (key: string | null, { words }: Side) =>
    key === null ? null : `“${nameOf(words.outcomes, key)}”`;
  return line.label === "Proposes"
    ? { ...line, before: outcome(line.before, before), after: outcome(line.after, after) }
    : line;
};

const TABLE_FIELDS = {
  ...{ title: "Title", hitPolicy: "How rows work together", collect: "What is made of them" },
  ...{
    otherwise: "When no row holds",
    note: "Note",
    inputs: "Columns",
    outputs: "Result columns",
    rows: "Rows",
  },
};

export const tables: Teller = (steps, unit, of) => {
  const [, name = "", list, key] = unit;
  const tableOf = ({ document }: Side) => own(document.tables, name);
  const table = tableOf(of.after) ?? tableOf(of.before);
  const called = `“${table?.title ?? name}”`;
  const about = { part: "Tables", nodes: users(of, "table", name) } as const;
  if (list === undefined) {
    const text = (side: Side) => {
      const found = tableOf(side);
      if (!found) return null;
      const told = tableSentences(found, side.words);
      return [told.intro, ...told.lines.map((one) => `${one.code}: ${one.sentence}`)].join("\n");
    };
    const title = `Table ${called}`;
    if (isWhole(steps, unit)) return { ...about, title, lines: only(text(of.before), text(of.after)) };
    return { ...about, title, lines: fieldLines(steps, 2, of, TABLE_FIELDS) };
  }
  const columnTitle = (column: string) => {
    const all = [tableOf(of.after), tableOf(of.before)].flatMap((one) =>
      one ? [...one.inputs, ...one.outputs] : [],
    );
    return all.find((one) => one.key === column)?.title ?? large(humanise(column));
  };
  if (list !== "rows") {
    const title = `Table ${called}, column “${columnTitle(key ?? "")}”`;
    return { ...about, title, lines: fieldLines(steps, 4, of) };
  }
  const step = steps[0]!;
  if (isWhole(steps, unit)) {
    const [side, at] = step.op === "add" ? [of.after, rowNumber(key)] : [of.before, rowNumber(key)];
    const sentence = tableOf(side) ? rowSentence(tableOf(side)!, at, side.words) : null;
    const text = step.op === "add" ? only(null, sentence) : only(sentence, null);
    return { ...about, title: `Table ${called}, row ${at}`, lines: text };
  }
  const label = ([part = "", column]: readonly string[]) =>
    column === undefined ? (own(TABLE_FIELDS, part) ?? large(humanise(part))) : columnTitle(column);
  return { ...about, title: `Table ${called}, row ${rowNumber(key)}`, lines: lines(steps, 4, of, label) };
};

/** `3` is the third row before, `new 4` the fourth after. */
const rowNumber = (key = "") => Number(key.replace("new ", ""));

const CARD_FIELDS = {
  ...{ from: "Begins at", outcome: "Proposes", reasonCodes: "Reasons", values: "Sets", bands: "Band" },
  ...{
    missing: "When missing",
    otherwise: "In no band",
    floor: "At least",
    cap: "At most",
    points: "Points",
  },
  ...{
    base: "Everybody begins with",
    worse: "Which way is worse",
    reasons: "Reasons given",
    total: "Total is",
  },
  ...{ when: "Test", path: "Reads", type: "Type", factors: "Factors" },
};

export const scorecards: Teller = (steps, unit, of) => {
  const [, name = "", list, key = ""] = unit;
  const cardOf = ({ document }: Side) => own(document.scorecards, name);
  const card = cardOf(of.after) ?? cardOf(of.before);
  const about = { part: "Scorecards", nodes: users(of, "scorecard", name) } as const;
  const told = (side: Side) => {
    const found = cardOf(side);
    return found ? scorecardSentences(found, side.words) : undefined;
  };
  const called = `Scorecard “${card?.title ?? name}”`;
  if (list === undefined) {
    const text = (side: Side) => {
      const all = told(side);
      return all ? [all.intro, ...all.lines.map(({ sentence }) => sentence)].join("\n") : null;
    };
    if (isWhole(steps, unit))
      return { ...about, title: called, lines: only(text(of.before), text(of.after)) };
    return { ...about, title: called, lines: fieldLines(steps, 2, of, CARD_FIELDS) };
  }
  const itemIn = (side: Side) =>
    cardOf(side)?.[list as "factors" | "bands"].find((one) => one.key === key.split("#")[0])?.title;
  const item = itemIn(of.after) ?? itemIn(of.before) ?? key;
  const title = `${called}, ${list === "factors" ? "factor" : "band"} “${item}”`;
  if (!isWhole(steps, unit)) return { ...about, title, lines: fieldLines(steps, 4, of, CARD_FIELDS) };
  const sentence = (side: Side) => {
    const found = cardOf(side);
    const at = found?.[list as "factors" | "bands"].findIndex((one) => one.key === key.split("#")[0]) ?? -1;
    if (!found || at < 0) return null;
    return told(side)?.lines[list === "factors" ? at : found.factors.length + at]?.sentence ?? null;
  };
  const isAdded = steps[0]?.op === "add";
  return {
    ...about,
    title,
    lines: isAdded ? only(null, sentence(of.after)) : only(sentence(of.before), null),
  };
};

export const formulas: Teller = (steps, unit, of) => {
  const name = unit[1] ?? "";
  const formulaOf = ({ document }: Side) => own(document.formulas, name);
  const title = `Formula “${(formulaOf(of.after) ?? formulaOf(of.before))?.title ?? name}”`;
  const about = { part: "Formulas", title, nodes: users(of, "formula", name) } as const;
  const sentence = (side: Side) => {
    const found = formulaOf(side);
    return found ? formulaSentence(name, found, side.words) : null;
  };
  if (isWhole(steps, unit)) return { ...about, lines: only(sentence(of.before), sentence(of.after)) };
  return {
    ...about,
    lines: steps.flatMap((step) =>
      step.path[2] === "formula"
        ? only(
            formulaInWords(formulaOf(of.before)?.formula),
            formulaInWords(formulaOf(of.after)?.formula),
            "Formula",
          )
        : fieldLines([step], 2, of, { whenMissing: "When something is missing" }),
    ),
  };
};
