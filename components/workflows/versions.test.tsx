import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ClockProvider } from "@/components/ui/format/clock";
import { KeysProvider } from "@/components/ui/keys";
import type { ReviewView } from "@/server/workflows/approval/schema";
import type { DraftSteps } from "@/server/workflows/draft/schema";
import type { LifecycleView, VersionRow } from "@/server/workflows/rollout/schema";
import type { AttachedTests } from "@/server/workflows/saved-tests/schema";
import { DraftActions } from "./builder/draft-actions";
import { DraftStanding } from "./builder/draft-standing";
import { DraftStepList } from "./builder/draft-step-list";
import type { Builder } from "./builder/use-builder";
import { ReviewBanner } from "./review-banner";
import { AttachedTestsLine } from "./saved-tests";
import type { Lifecycle } from "./use-lifecycle";
import { actsOf, comparesOf } from "./version-acts";

const at = "2026-01-31T12:00:00.000Z";
const nothing = () => undefined;
const failing: AttachedTests = {
  count: 24,
  failed: [
    {
      key: "small",
      title: "A small seller",
      differences: [{ what: "outcome", expected: "Approve", found: "Decline" }],
    },
  ],
  override: null,
};
const row = (version: number, more: Partial<VersionRow> = {}): VersionRow => ({
  ...{ version, states: [], note: "Why", hash: "a".repeat(64), publishedBy: "Ada", publishedAt: at },
  ...{ approvedBy: null, changes: 3, tests: null, wasLive: false, runs: 0, openRuns: 0 },
  ...more,
});
const review = (more: Partial<ReviewView> = {}): ReviewView => ({
  ...{ id: "rev_1", change: { kind: "publish", revision: 7 }, state: "open", note: "The limit" },
  ...{ requestedBy: "Lena", requestedAt: "2026-01-31T11:02:00.000Z", decidedBy: null, decidedAt: null },
  ...{ decisionNote: null, tests: null, whyNot: null, mayApprove: ["Grace"] },
  ...more,
});
const viewOf = (more: Partial<LifecycleView> = {}): LifecycleView => ({
  workflow: { id: "wf_1", key: "seller", title: "Seller", liveVersion: 2, archivedAt: null },
  needsApproval: false,
  draft: {
    ...{ revision: 7, basedOn: 2, savedBy: "Lena", savedAt: at, isChanged: true, lease: null },
  },
  versions: [row(3), row(2, { states: [{ is: "live" }], wasLive: true }), row(1, { wasLive: true })],
  ...{ plan: null, failedPlan: null, review: null, migrations: [], openRuns: 0 },
  ...more,
});
const all = { edit: true, publish: true, approve: true, migrate: true, compareRuns: true };
const lifecycleOf = (view: LifecycleView, may: Partial<typeof all> = {}) =>
  ({
    ...{ workflowId: "wf_1", view, may: { ...all, ...may }, act: undefined },
    ...{ open: nothing, close: nothing, begin: nothing, withdraw: nothing },
  }) as unknown as Lifecycle;
const builderOf = (state: Partial<Builder["state"]> = {}, isReadOnly = false) =>
  ({ isReadOnly, state: { revision: 7, unsaved: 0, saving: "saved", ...state } }) as unknown as Builder;
const draw = (page: ReactNode) => {
  const html = renderToStaticMarkup(
    <MantineProvider>
      <ClockProvider now={Date.parse(at)} timeZone="UTC">
        <KeysProvider>{page}</KeysProvider>
      </ClockProvider>
    </MantineProvider>,
  );
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  return html;
};
const textOf = (page: ReactNode) => {
  const html = draw(page).replace(/<style[\s\S]*?<\/style>/g, "");
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
};

describe("where the draft stands", () => {
  const standing = (view: LifecycleView, state = {}) =>
    textOf(<DraftStanding view={view} builder={builderOf(state)} />);

  it("is said by what is asked, what was answered, and what it was begun from", () => {
    expect(standing(viewOf())).toContain("Draft of version 2");
    expect(standing(viewOf({ review: review() }))).toContain("In review since 11:02 by Lena");
    const approved = review({ state: "approved", decidedBy: "Grace" });
    expect(standing(viewOf({ review: approved }))).toContain("Approved by Grace");
    const back = review({ state: "rejected", decidedBy: "Grace" });
    expect(standing(viewOf({ review: back }))).toContain("Sent back by Grace");
    // What was changed since is another draft than the one that was sent back.
    expect(standing(viewOf({ review: back }), { revision: 8 })).toContain("Draft of version 2");
  });

  it("knows what is not saved yet, and a draft that says nothing new", () => {
    const view = viewOf();
    const same = { ...view, draft: { ...view.draft!, isChanged: false } };
    expect(standing(same)).toContain("As version 2, nothing changed");
    expect(standing(same, { unsaved: 1 })).toContain("Draft of version 2");
    const fresh = viewOf({ versions: [], workflow: { ...view.workflow, liveVersion: null } });
    const never = { ...fresh, draft: { ...view.draft!, basedOn: null } };
    expect(standing(never)).toContain("Never published");
  });
});

describe("the button that brings the draft on its way", () => {
  const drawer = { tab: null, open: nothing, toggle: nothing, close: nothing };
  const acts = (view: LifecycleView, may = {}, isReadOnly = false) =>
    draw(
      <DraftActions
        lifecycle={lifecycleOf(view, may)}
        builder={builderOf({}, isReadOnly)}
        {...{ drawer, errors: 0 }}
      />,
    );

  it("publishes, or requests a review where two people are asked for", () => {
    const free = acts(viewOf());
    expect(free).toContain(">Publish<");
    expect(free).toContain("Other ways than Publish");
    const two = acts(viewOf({ needsApproval: true }));
    expect(two).toContain(">Request review<");
    expect(two).not.toContain("Publish");
    expect(acts(viewOf(), { publish: false })).toContain(">Request review<");
    expect(acts(viewOf(), { publish: false, edit: false })).not.toContain("<button");
  });

  it("waits where nothing can be brought on, and is gone while somebody looks", () => {
    expect(acts(viewOf(), {}, true)).toContain("disabled");
    const view = viewOf();
    expect(acts({ ...view, draft: { ...view.draft!, isChanged: false } })).toContain("disabled");
    expect(acts(viewOf({ review: review() }))).not.toContain("<button");
  });
});

describe("a review", () => {
  const banner = (one: ReviewView, may = {}, place: "builder" | "changes" = "builder") =>
    textOf(<ReviewBanner lifecycle={lifecycleOf(viewOf({ review: one }), may)} review={one} place={place} />);

  it("is decided by whoever may, after they were led to what changed", () => {
    const told = banner(review({ tests: failing }));
    expect(told).toContain("Lena asks to publish the draft");
    expect(told).toContain("24 tests, 1 failed. Failed: A small seller.");
    for (const verb of ["See what changes", "Send back", "Approve"]) expect(told).toContain(verb);
    expect(banner(review(), {}, "changes")).not.toContain("See what changes");
  });

  it("says who may to whoever may not", () => {
    const told = banner(review({ whyNot: "You asked for this review yourself." }));
    expect(told).toContain("You asked for this review yourself. Grace may");
    expect(told).toContain("Withdraw and edit");
    expect(told).not.toContain("Approve");
    expect(banner(review(), { approve: false, edit: false })).not.toMatch(/Approve|Withdraw/);
  });

  it("goes on to what was approved", () => {
    const approved = { state: "approved" as const, decidedBy: "Grace", decisionNote: "Fine." };
    expect(banner(review(approved))).toMatch(/Grace approved publishing the draft *: Fine\..*Publish/);
    expect(banner(review(approved), { publish: false })).not.toContain("> Publish");
    const back = review({ ...approved, change: { kind: "make_live", version: 1 } });
    expect(banner(back)).toContain("Go back to version 1");
    expect(banner(review({ state: "rejected", decidedBy: "Grace", decisionNote: "Too high." }))).toContain(
      "Grace sent it back : Too high.",
    );
    expect(banner(review({ state: "used" }))).toBe("");
  });
});

describe("a version", () => {
  const labels = (list: { label: string }[]) => list.map(({ label }) => label);

  it("is compared with the draft, with what is live, with the one before, or with any", () => {
    const view = viewOf();
    expect(labels(comparesOf(view, view.versions[0]!))).toEqual([
      "Compare with the draft",
      "Compare with version 2, live",
      "Compare with another",
    ]);
    expect(labels(comparesOf(view, view.versions[1]!))).toEqual([
      "Compare with the draft",
      "Compare with version 1",
      "Compare with another",
    ]);
    const alone = viewOf({ draft: null, versions: [row(1, { states: [{ is: "live" }] })] });
    expect(
      comparesOf({ ...alone, workflow: { ...alone.workflow, liveVersion: 1 } }, alone.versions[0]!),
    ).toEqual([]);
  });

  it("comes back into the draft where it is edited, and leads there from elsewhere", () => {
    const view = viewOf();
    const given = { open: nothing, begin: nothing };
    const find = (restore?: (version: number) => void) =>
      actsOf(view, view.versions[2]!, all, { ...given, restore }).find(
        ({ label }) => label === "Bring back into the draft",
      );
    const came: number[] = [];
    find((version) => came.push(version))?.run?.();
    expect(came).toEqual([1]);
    expect(find()?.href).toContain("/changes?from=draft&to=1&restore=true");
  });

  it("says what its tests came to", () => {
    const line = (tests: AttachedTests | null) => textOf(<AttachedTestsLine tests={tests} />).trim();
    expect(line({ count: 24, failed: [], override: null })).toBe("24 tests, all passed");
    expect(line({ count: 1, failed: [], override: null })).toBe("1 test, passed");
    expect(line({ count: 0, failed: [], override: null })).toBe("No tests");
    expect(line({ ...failing, override: "The test is old." })).toBe("24 tests, 1 failed, overridden");
    expect(line(null)).toBe("");
  });
});

describe("steps of the draft", () => {
  const step = (words: string | null) => ({
    ...{ words, patch: [], inverse: [] },
    ...{ by: "Ada King", at: "2026-01-31T12:00:00.000Z" },
  });
  const list = (steps: DraftSteps, more: Partial<Builder["state"]> = {}, isReadOnly = false) =>
    draw(<DraftStepList builder={{ ...builderOf({ steps, ...more }, isReadOnly), goTo: nothing }} />);

  it("stand the last one first, with those that were taken back above", () => {
    const html = list({ undo: [step("one"), step(null)], redo: [step("four"), step("three")] });
    expect(html.match(/aria-label="(Back|On) to here[^"]*"/g)).toEqual([
      'aria-label="On to here: four"',
      'aria-label="On to here: three"',
      'aria-label="Back to here: one"',
      'aria-label="Back to here: before the first step"',
    ]);
    expect(html.match(/aria-current="step"/g)).toHaveLength(1);
    expect(html).toContain("Several changes");
    expect(html.match(/Ada King, <time[^>]*>31 Jan 2026/g)).toHaveLength(4);
  });

  it("are read where nothing can be changed, and while what was refused is mended", () => {
    const steps = { undo: [step("one"), step("two")], redo: [] };
    expect(list(steps, {}, true)).not.toContain("Back to here");
    expect(list(steps, { saving: "refused" })).not.toContain("Back to here");
  });

  it("are cut where nobody looks, and say so when there are none", () => {
    const many = Array.from({ length: 100 }, (_, n) => step(`Step ${n + 1}`));
    const html = list({ undo: many, redo: [] });
    expect(html).toContain("Step 61<");
    expect(html).not.toContain("Step 60<");
    expect(html).toContain("Show 60 earlier");
    expect(list({ undo: [], redo: [] })).toContain("None yet");
  });
});
