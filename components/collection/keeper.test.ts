import { describe, expect, it, vi } from "vitest";
import type { SaveAnswersInput, SavedAnswers } from "@/server/collection/schema";
import { Keeper, type SaveState } from "./keeper";

const OFFLINE = new TypeError("fetch failed");
const refused = (code: string, message: string) => Object.assign(new Error(message), { data: { code } });

function keeping(save: (input: SaveAnswersInput) => Promise<SavedAnswers>) {
  const states: SaveState[] = [];
  const newer = vi.fn();
  const keeper = new Keeper({
    application: "app_1",
    form: "seller",
    save,
    onState: (state) => states.push(state),
    onNewer: newer,
  });
  return { keeper, states, newer };
}

const saved: SavedAnswers = { savedAt: "2026-11-25T01:00:00Z", newer: [] };

describe("the keeper of typed answers", () => {
  it("sends what was typed and says so", async () => {
    const sent: SaveAnswersInput[] = [];
    const { keeper, states } = keeping(async (input) => {
      sent.push(input);
      return saved;
    });
    keeper.note(new Map([["legalName", "Tamarind"]]));
    expect(await keeper.flush()).toBe(true);
    expect(sent.map(({ answers }) => answers)).toEqual([[{ path: "legalName", value: "Tamarind" }]]);
    expect(states.map((state) => state.is)).toEqual(["saving", "saved"]);
    expect(keeper.unsaved.size).toBe(0);
  });

  it("keeps a field typed anew while it travels", async () => {
    const sent: unknown[] = [];
    const { keeper } = keeping(async ({ answers }) => {
      sent.push(answers[0]?.value);
      if (sent.length === 1) keeper.note(new Map([["legalName", "Tamarind & Rye"]]));
      return saved;
    });
    keeper.note(new Map([["legalName", "Tam"]]));
    expect(await keeper.flush()).toBe(true);
    expect(sent).toEqual(["Tam", "Tamarind & Rye"]);
  });

  it("never has two batches on the way, however many ask", async () => {
    let underWay = 0;
    let most = 0;
    const { keeper } = keeping(async () => {
      most = Math.max(most, ++underWay);
      await new Promise((done) => setTimeout(done, 5));
      underWay--;
      return saved;
    });
    const asked = ["a", "b", "c", "d"].map((path) => {
      keeper.note(new Map([[path, path]]));
      return keeper.flush();
    });
    expect(await Promise.all(asked)).toEqual([true, true, true, true]);
    expect(most).toBe(1);
    expect(keeper.unsaved.size).toBe(0);
  });

  it("does not let an older word from the server take back what is being typed", async () => {
    const old = [{ path: "owners", value: [], savedAt: saved.savedAt, device: "Chrome" }];
    let isFirst = true;
    const { keeper, newer } = keeping(async () => {
      if (!isFirst) return saved;
      isFirst = false;
      keeper.note(new Map([["owners", [{ firstName: "Amara" }]]]));
      return { ...saved, newer: old };
    });
    keeper.note(new Map([["owners", [{}]]]));
    await keeper.flush();
    expect(newer).not.toHaveBeenCalled();
  });

  it("loses nothing while the server cannot be reached, and does not claim to have saved", async () => {
    let isDown = true;
    const { keeper, states } = keeping(async () => {
      if (isDown) throw OFFLINE;
      return saved;
    });
    keeper.note(new Map([["legalName", "Tamarind"]]));
    expect(await keeper.flush()).toBe(false);
    expect(keeper.unsaved.get("legalName")?.value).toBe("Tamarind");
    expect(states.at(-1)).toEqual({ is: "waiting" });
    isDown = false;
    expect(await keeper.flush()).toBe(true);
    expect(states.at(-1)).toEqual({ is: "saved" });
  });

  it("stops trying when the form is closed, and says why", async () => {
    const save = vi.fn(async () => {
      throw refused("CONFLICT", "This form is closed.");
    });
    const { keeper, states } = keeping(save);
    keeper.note(new Map([["legalName", "Tamarind"]]));
    expect(await keeper.flush()).toBe(false);
    expect(states.at(-1)).toEqual({ is: "stopped", message: "This form is closed." });
    expect(save).toHaveBeenCalledOnce();
  });

  it("hands on another device's later word", async () => {
    const there = [{ path: "legalName", value: "Rye", savedAt: saved.savedAt, device: "Safari on iPhone" }];
    const { keeper, newer } = keeping(async () => ({ ...saved, newer: there }));
    keeper.note(new Map([["legalName", "Tamarind"]]));
    await keeper.flush();
    expect(newer).toHaveBeenCalledWith(there);
    expect(keeper.unsaved.size).toBe(0);
  });
});
