/** What of a statement is code: without comments, and with what is quoted replaced by a blank of its kind. */
export function codeOf(text: string): string {
  return text.replace(
    /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[eE]'(?:\\[\s\S]|''|[^'\\])*(?:'|$)|'(?:''|[^'])*(?:'|$)|"(?:""|[^"])*(?:"|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/g,
    (quoted) =>
      quoted.startsWith("--") || quoted.startsWith("/*") ? " " : quoted.startsWith('"') ? '""' : "''",
  );
}

/** Numbers of the parameters a statement uses, each once, in order. */
export const parameterNumbers = (text: string): number[] =>
  [...new Set([...codeOf(text).matchAll(/\$(\d+)/g)].map(([, digits]) => Number(digits)))].sort(
    (a, b) => a - b,
  );

/**
 * What is wrong with a statement, if anything. Values come in as parameters only: text put together with what people
 * typed would be a way into the database. That it only reads is the database's to enforce; this names it early.
 */
export function statementProblem(text: string): string | undefined {
  if (/\{\{/.test(text))
    return "Placeholders do not belong into SQL. Write $1, $2 … and list their values as parameters.";
  const code = codeOf(text).trim().replace(/;\s*$/, "");
  if (code.includes(";")) return "Write one statement. Remove the second.";
  if (!/^(select|with|values|table)\b/i.test(code)) return "Begin with SELECT or WITH: a query reads.";
  if (
    /\b(insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into|for\s+(no\s+key\s+)?(update|share))\b/i.test(
      code,
    )
  )
    return "A query reads; it cannot insert, update, delete or lock.";
  const numbers = parameterNumbers(text);
  if (numbers.some((number, i) => number !== i + 1)) return "Number the parameters $1, $2, … without a gap.";
  return undefined;
}
