import { describe, expect, test } from "vitest";
import { sqlQueryConfig } from "./config";
import { codeOf, parameterNumbers, statementProblem } from "./statement";

describe("a statement", () => {
  test.each([
    "select 1",
    "SELECT * from t where a = $1 and b = $2;",
    "with x as (select 1) select * from x",
    "values (1), (2)",
    "select ';' as a, \"x;y\" from t -- one; two",
    "select $$ a ; b $$, $tag$ ; $tag$ /* ; /* */",
    "select E'it\\'s; fine', 'it''s; too'",
    "select 'insert into x' as words",
    "select updated_at, inserted from changes",
  ])("%s is one that reads", (text) => expect(statementProblem(text)).toBeUndefined());

  test.each([
    ["select 1; select 2", /one statement/],
    ["select 1; drop table x --", /one statement/],
    ["select 'a'; select 'b'", /one statement/],
    ["insert into t values (1)", /Begin with SELECT/],
    ["drop table t", /Begin with SELECT/],
    ["/* select */ delete from t", /Begin with SELECT/],
    ["with gone as (delete from t returning *) select * from gone", /cannot insert/],
    ["with more as (insert into t values (1) returning *) select 1", /cannot insert/],
    ["select * from t for update", /cannot insert/],
    ["select * from t where a = '{{input.a}}'", /Placeholders/],
    ["select $1, $3", /without a gap/],
    ["select $2", /without a gap/],
    ["", /Begin with SELECT/],
  ])("%s is refused", (text, why) => expect(statementProblem(text)).toMatch(why));

  test("what is quoted or said aside is no code, and no parameter", () => {
    expect(codeOf("select '$1', \"$2\", $$ $3 $$ -- $4")).not.toMatch(/\$\d/);
    expect(parameterNumbers("select $2, $1, $2 -- $3")).toEqual([1, 2]);
  });

  test("names every parameter, and none too many", () => {
    const config = (parameters: string[]) =>
      sqlQueryConfig.safeParse({ connection: "c", text: "select $1", parameters });
    expect(config(["input.a"]).success).toBe(true);
    for (const parameters of [[], ["input.a", "input.b"]])
      expect(config(parameters).error?.issues[0]).toMatchObject({ path: ["parameters"] });
  });
});
