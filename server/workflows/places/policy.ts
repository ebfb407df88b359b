/** Where in a JSON text the value of a dotted path stands, so that a complaint can point at its line. */

export interface Place {
  /** From 1. */
  line: number;
  column: number;
  offset: number;
}

/** A JSON text that breaks off, and where. */
export class JsonFault extends Error {
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.name = "JsonFault";
    this.place = place;
  }
}

const WORD = /[-+0-9.eE]+|true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in its strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[\t\n\r ]*/y;

/** Places of every value of a JSON text by its path (`nodes.start.title`; the whole is ``). Throws where it is no JSON. */
export function placesIn(text: string): Map<string, Place> {
  const places = new Map<string, Place>();
  const at = new Scanner(text);
  at.space();
  value(at, "", places);
  at.space();
  if (at.offset < text.length) at.fail("Nothing may follow the end of the document.");
  return places;
}

/** The place of the path, or of the nearest thing around it that exists. */
export function placeOf(places: ReadonlyMap<string, Place>, path: string): Place {
  for (let rest = path; ; rest = rest.slice(0, Math.max(0, rest.lastIndexOf(".")))) {
    const place = places.get(rest);
    if (place) return place;
    if (rest === "") return { line: 1, column: 1, offset: 0 };
  }
}

class Scanner {
  offset = 0;
  readonly text: string;
  private line = 1;
  private lineStart = 0;
  private counted = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Counts lines as it goes, never twice. */
  place(): Place {
    for (let next = this.text.indexOf("\n", this.counted); next >= 0 && next < this.offset; ) {
      this.line++;
      this.lineStart = next + 1;
      this.counted = next + 1;
      next = this.text.indexOf("\n", this.counted);
    }
    return { line: this.line, column: this.offset - this.lineStart + 1, offset: this.offset };
  }

  fail(message: string): never {
    throw new JsonFault(message, this.place());
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  space(): void {
    this.match(SPACE);
  }

  take(mark: string): boolean {
    if (this.text[this.offset] !== mark) return false;
    this.offset++;
    return true;
  }
}

function value(at: Scanner, path: string, places: Map<string, Place>): void {
  places.set(path, at.place());
  const under = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  if (at.take("{")) members(at, under, places);
  else if (at.take("[")) elements(at, under, places);
  else if (!(at.match(STRING) ?? at.match(WORD))) at.fail("A value is missing or cannot be read here.");
}

function members(at: Scanner, under: (key: string) => string, places: Map<string, Place>): void {
  at.space();
  if (at.take("}")) return;
  do {
    at.space();
    const key = at.match(STRING);
    if (key === undefined) at.fail("A key in double quotes is missing here.");
    at.space();
    if (!at.take(":")) at.fail("A colon is missing after the key.");
    at.space();
    value(at, under(JSON.parse(key as string) as string), places);
    at.space();
  } while (at.take(","));
  if (!at.take("}")) at.fail("A comma or “}” is missing here.");
}

function elements(at: Scanner, under: (index: number) => string, places: Map<string, Place>): void {
  at.space();
  if (at.take("]")) return;
  let index = 0;
  do {
    at.space();
    value(at, under(index++), places);
    at.space();
  } while (at.take(","));
  if (!at.take("]")) at.fail("A comma or “]” is missing here.");
}
