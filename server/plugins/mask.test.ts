import { describe, expect, test } from "vitest";
import { MASKED, masked, scrub, secretsIn } from "./mask";

const credentials = { username: "alice-admin", password: "pa/ss+wörd", token: "short" };
const secrets = secretsIn(credentials);

describe("what went over the wire", () => {
  test("loses a credential in every form it can take", () => {
    const pair = Buffer.from("alice-admin:pa/ss+wörd").toString("base64");
    for (const form of ["pa/ss+wörd", encodeURIComponent("pa/ss+wörd"), pair, `Basic ${pair}`]) {
      const text = JSON.stringify(masked({ line: `before ${form} after`, list: [form] }, secrets));
      expect(text).not.toContain(form);
      expect(text).toContain("before");
    }
  });

  test("loses what is named like a secret, at any depth, in headers, bodies and addresses", () => {
    const seen = masked(
      {
        url: "https://a.example/x?api_key=1234&q=2&access%5Ftoken=3",
        headers: { Authorization: "a", "X-Api-Key": "b", Cookie: "c", "x-trace": "d" },
        body: { user: { passwd: "e", client_secret: { deep: 1 }, name: "f" }, list: [{ otp: 1 }] },
      },
      [],
    );
    expect(seen).toEqual({
      url: `https://a.example/x?api_key=${MASKED}&q=2&access%5Ftoken=${MASKED}`,
      headers: { Authorization: MASKED, "X-Api-Key": MASKED, Cookie: MASKED, "x-trace": "d" },
      body: { user: { passwd: MASKED, client_secret: MASKED, name: "f" }, list: [{ otp: MASKED }] },
    });
  });

  test("an answer keeps everything but credentials", () => {
    const answer = { token: "their own", "alice-admin": ["alice-admin", 1, null, true] };
    expect(scrub(answer, secrets)).toEqual({ token: "their own", [MASKED]: [MASKED, 1, null, true] });
    expect(scrub({ kind: "short" }, secrets)).toEqual({ kind: "short" });
  });
});
