import jsep from "jsep";

/** One node of the text as jsep reads it, with its place. */
export interface SyntaxNode extends jsep.Expression {
  from: number;
  to: number;
}

/** What is wrong with a formula's text, and where: characters from 0, `to` exclusive. */
export interface TextProblem {
  message: string;
  from: number;
  to: number;
}

export class TextFault extends Error {
  readonly problem: TextProblem;
  constructor(message: string, from: number, to: number) {
    super(message);
    this.problem = { message, from, to };
  }
}

/** Past this nobody reads a formula; it is several. */
export const MAX_FORMULA_LENGTH = 2000;
/** Brackets inside brackets; what is calculated may be nested less deeply still. */
const MAX_NESTING = 100;

/** Our operators and no others; the higher binds tighter. */
const BINARY: { readonly [operator: string]: number } = {
  or: 1,
  "||": 1,
  and: 2,
  "&&": 2,
  "=": 6,
  "==": 6,
  "!=": 6,
  in: 7,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
};

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
for (const [sign, strength] of Object.entries(BINARY)) jsep.addBinaryOp(sign, strength);
for (const sign of ["-", "!", "not"]) jsep.addUnaryOp(sign);

interface Gobbler {
  index: number;
  gobbleSpaces(): void;
  gobbleToken(): jsep.Expression | false;
  parse(): jsep.Expression;
}
const { Jsep } = jsep as unknown as { Jsep: new (text: string) => Gobbler };

/** jsep keeps no places; every token passes here, so this is where they are noted. */
class PlacedJsep extends Jsep {
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    super(text);
    this.text = text;
  }

  override gobbleToken(): jsep.Expression | false {
    this.gobbleSpaces();
    const from = this.index;
    if (++this.depth > MAX_NESTING) throw new TextFault("This is nested too deeply.", from, from + 1);
    const node = super.gobbleToken();
    this.depth--;
    return node && Object.assign(node, { from, to: this.text.slice(0, this.index).trimEnd().length });
  }
}

/** Lists are written `owners[].share`, which no expression language knows; two letters for two keep every place. */
const LIST = "$$";
const QUOTED_OR_SIGN = /(["'])(?:\\.|(?!\1).)*\1|\[\]|\$/g;

export const listSign = (name: string): string => name.replaceAll(LIST, "[]");

/** The text as a tree with places. Throws a TextFault that says what is wrong and where. */
export function readSyntax(text: string): SyntaxNode {
  if (text.trim() === "") throw new TextFault("Write a formula.", 0, text.length);
  if (text.length > MAX_FORMULA_LENGTH)
    throw new TextFault(
      `A formula has at most ${MAX_FORMULA_LENGTH} characters; make two of it.`,
      MAX_FORMULA_LENGTH,
      text.length,
    );
  const plain = text.replace(QUOTED_OR_SIGN, (found, _, at: number) => {
    if (found === "$") throw new TextFault("“$” has no meaning here.", at, at + 1);
    return found === "[]" ? LIST : found;
  });
  try {
    return placed(new PlacedJsep(plain).parse(), text);
  } catch (error) {
    if (error instanceof TextFault) throw error;
    const { index, description } = error as { index?: number; description?: string };
    if (index === undefined) throw error;
    const at = Math.min(index, text.length);
    throw new TextFault(plainWords(description ?? "", text, at), at, Math.min(at + 1, text.length));
  }
}

/** Operators stand between two places: they begin with their left side and end with their right. */
function placed(node: jsep.Expression, text: string): SyntaxNode {
  if (node.type === "BinaryExpression") {
    const { left, right } = node as jsep.BinaryExpression;
    const first = placed(left, text);
    const last = placed(right, text);
    return { ...node, left: first, right: last, from: first.from, to: last.to };
  }
  if (node.type === "Compound") {
    const body = (node as jsep.Compound).body;
    const second = body[1] as Partial<SyntaxNode> | undefined;
    const from = second?.from ?? 0;
    throw new TextFault("An operator is missing before this.", from, second?.to ?? text.length);
  }
  return node as SyntaxNode;
}

/** A child of a node, with its place. */
export function childOf(node: jsep.Expression, text: string): SyntaxNode {
  const child = placed(node, text);
  return child.from === undefined ? { ...child, from: 0, to: text.length } : child;
}

/** Says what is wrong with a part of the text. */
export function fault(node: SyntaxNode, message: string): never {
  throw new TextFault(message, node.from, node.to);
}

/** What stands between the brackets of a call or a list. */
export function partsOf(text: string, node: SyntaxNode, name: "arguments" | "elements"): SyntaxNode[] {
  return (node[name] as (jsep.Expression | null)[]).map((part) => {
    if (!part) fault(node, "Something is missing between two commas.");
    return childOf(part, text);
  });
}

/** The function that is called, if one is. */
export const nameOf = (node: SyntaxNode): string | undefined =>
  node.type === "CallExpression" && (node["callee"] as jsep.Expression).type === "Identifier"
    ? String((node["callee"] as jsep.Identifier).name)
    : undefined;

function plainWords(description: string, text: string, at: number): string {
  const sign = text[at];
  if (/^Unclosed quote/.test(description)) return "A quotation mark is missing at the end of this text.";
  if (/^Unclosed \(/.test(description) || /Expected \)/.test(description))
    return "A closing bracket is missing.";
  if (/^Unclosed \[/.test(description) || /Expected \]/.test(description)) return "A closing “]” is missing.";
  if (/^Expected expression after/.test(description) || /missing unaryOp/.test(description))
    return "Something must follow the operator.";
  if (/^Unexpected period|Variable names cannot start/.test(description))
    return "This is no number, and a name cannot start with a digit.";
  if (/exponent/.test(description)) return "This number is not complete.";
  if (/^Unexpected/.test(description) && sign !== undefined) return `“${sign}” has no place here.`;
  return "This cannot be read.";
}
