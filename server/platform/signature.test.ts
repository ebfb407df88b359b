import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isHexSigned, isSigned, newSecret, secretKey, secretText, signedHeaders } from "./signature";

/** The example of the Standard Webhooks specification's own libraries. */
const published = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  at: new Date(1614265330 * 1000),
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const { id, at, body } = published;
const key = secretKey(published.secret);
const headers = (more: Record<string, string> = {}) =>
  new Headers({ ...signedHeaders([key], { id, at, body }), ...more });
const bytes = Buffer.from(body);
const shifted = (seconds: number) => new Date(at.getTime() + seconds * 1000);

describe("a signature", () => {
  test("is the one that the standard publishes", () => {
    expect(signedHeaders([key], { id, at, body })).toEqual({
      "webhook-id": id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": published.signature,
    });
  });

  test("is recognised, also among others and with several keys", () => {
    expect(isSigned(headers(), bytes, [key], at)).toBe(true);
    expect(isSigned(headers(), bytes, [newSecret(), key], at)).toBe(true);
    const many = `v1,AAAA v2,abc ${published.signature}`;
    expect(isSigned(headers({ "webhook-signature": many }), bytes, [key], at)).toBe(true);
  });

  test("of two secrets during a rotation verifies with either", () => {
    const other = newSecret();
    const both = new Headers({ ...signedHeaders([other, key], { id, at, body }) });
    expect(both.get("webhook-signature")?.split(" ")).toHaveLength(2);
    for (const one of [key, other]) expect(isSigned(both, bytes, [one], at)).toBe(true);
    expect(isSigned(both, bytes, [newSecret()], at)).toBe(false);
  });

  test.each([
    ["another body", headers(), Buffer.from('{"test": 2432232315}'), [key], at],
    ["another key", headers(), bytes, [newSecret()], at],
    ["no key", headers(), bytes, [], at],
    ["another id", headers({ "webhook-id": "msg_other" }), bytes, [key], at],
    ["another time", headers({ "webhook-timestamp": "1614265331" }), bytes, [key], at],
    ["no signature", headers({ "webhook-signature": "" }), bytes, [key], at],
    ["another version", headers({ "webhook-signature": "v2,g0hM" }), bytes, [key], at],
    ["a cut signature", headers({ "webhook-signature": "v1,g0hM9SsE" }), bytes, [key], at],
    ["a time that is no number", headers({ "webhook-timestamp": "1e9" }), bytes, [key], at],
    ["a late copy", headers(), bytes, [key], shifted(301)],
    ["a time in the future", headers(), bytes, [key], shifted(-301)],
  ])("is refused for %s", (_why, given, raw, keys, now) => {
    expect(isSigned(given, raw, keys, now)).toBe(false);
  });

  test("holds for five minutes either way", () => {
    for (const seconds of [-300, 300]) expect(isSigned(headers(), bytes, [key], shifted(seconds))).toBe(true);
  });
});

test("a secret survives its text", () => {
  const secret = newSecret();
  expect(secretText(secret)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(secretKey(secretText(secret)))).toEqual(Buffer.from(secret));
});

test("the hex scheme compares the whole digest", () => {
  const digest = createHmac("sha256", key).update(bytes).digest("hex");
  expect(isHexSigned(`sha256=${digest}`, bytes, key)).toBe(true);
  expect(isHexSigned(digest, bytes, key)).toBe(true);
  for (const wrong of [
    null,
    "",
    "sha256=",
    digest.slice(2),
    `sha256=${digest}00`,
    `sha256=${"0".repeat(64)}`,
  ])
    expect(isHexSigned(wrong, bytes, key), String(wrong)).toBe(false);
});
