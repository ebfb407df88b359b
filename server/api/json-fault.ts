const SPACE = new Set([" ", "\t", "\n", "\r"]);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = ["true", "false", "null"];

class Fault {
  readonly offset: number;
  readonly expected: string;
  constructor(offset: number, expected: string) {
    this.offset = offset;
    this.expected = expected;
  }
}

/**
 * Where a text stops being JSON, in words: `line 3, column 5: expected a value`. The engine's own message quotes the
 * text, which may hold personal data. Recursive, so the depth must have been limited before.
 */
export function findJsonFault(text: string): string {
  let at = 0;
  const fail = (expected: string): never => {
    throw new Fault(at, expected);
  };
  const skip = () => {
    while (SPACE.has(text[at] ?? "")) at++;
  };
  const take = (char: string, expected: string) => {
    skip();
    if (text[at] !== char) fail(expected);
    at++;
  };
  const string = () => {
    take('"', "a text in double quotes");
    for (;;) {
      const char = text[at];
      if (char === undefined || char < " ") fail("the end of the text in double quotes");
      if (char === "\\") {
        const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
        if (!escaped) fail("one of the escapes JSON knows");
        at += escaped?.[0].length ?? 0;
        continue;
      }
      at++;
      if (char === '"') return;
    }
  };
  const listOf = (close: string, item: () => void) => {
    at++;
    skip();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      item();
      skip();
      if (text[at] === close) {
        at++;
        return;
      }
      take(",", `a comma or ${close}`);
    }
  };
  const value = (): void => {
    skip();
    const char = text[at];
    if (char === "{") {
      listOf("}", () => {
        string();
        take(":", "a colon");
        value();
      });
      return;
    }
    if (char === "[") {
      listOf("]", value);
      return;
    }
    if (char === '"') {
      string();
      return;
    }
    const word = WORDS.find((known) => text.startsWith(known, at));
    NUMBER.lastIndex = at;
    const length = word?.length ?? NUMBER.exec(text)?.[0].length;
    if (!length) fail("a value");
    at += length ?? 0;
  };
  try {
    value();
    skip();
    if (at < text.length) fail("nothing more");
    return "the text is JSON";
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const before = text.slice(0, fault.offset).split("\n");
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: expected ${fault.expected}`;
  }
}
