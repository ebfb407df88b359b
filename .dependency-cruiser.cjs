// One direction: app → components → tRPC → routers → verbs → engine; db under all.
// The only bridge from browser to server: four names, and two pure rooms.
const ISOMORPHIC = [
  "(^|/)(schema|definition|catalogue|policy)\\.ts$",
  "^server/engine/",
  "^server/rules/core/",
  "^db/enums/",
];
const TEST = "\\.(test|e2e|bench)\\.tsx?$";
const KIT = "ui|shell|table|form|canvas|schema-form|trpc";
const DOOR = "^server/(api/hydrate|auth/)";
const VALUE = { dependencyTypesNot: ["type-only", "type-import"] };
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule(
      "nothing-imports-app",
      "Routes are leaves. Move shared code to components/ or server/.",
      { pathNot: ["^app/", TEST] },
      { path: "^app/" },
    ),
    rule(
      "pages-hold-no-work",
      "Prefetch through server/api/hydrate; the work belongs in a verb.",
      { path: "^app/(?!api/)", pathNot: TEST },
      { path: "^(db|server)/", pathNot: [...ISOMORPHIC, DOOR], ...VALUE },
    ),
    rule(
      "components-see-only-isomorphic-server",
      "Call a procedure, or move the pure part into schema.ts or policy.ts.",
      { path: "^components/", pathNot: TEST },
      { path: "^server/", pathNot: ISOMORPHIC, ...VALUE },
    ),
    rule(
      "components-never-see-db",
      "Take the type from the procedure, the values from schema.ts or db/enums.",
      { path: "^components/", pathNot: TEST },
      { path: "^db/", pathNot: ISOMORPHIC },
    ),
    rule(
      "ui-knows-no-domain",
      "Could it ship in another product? If not, it lives with its noun.",
      { path: `^components/(${KIT})/`, pathNot: [TEST, "^components/trpc/"] },
      {
        path: ["^(server|db)/", `^components/(?!(${KIT})/)`],
        pathNot: ["^server/rules/core/", "^db/enums/"],
      },
    ),
    rule(
      "doors-hold-no-queries",
      "Write a verb in server/<noun>/ and call it.",
      { path: ["^server/api/routers/", "^app/api/"], pathNot: TEST },
      { path: ["^db/(?!enums/)", "node_modules/drizzle-orm/"] },
    ),
    rule(
      "domains-know-no-transport",
      "Take Context as an argument; pages and procedures call you.",
      { path: "^server/(?!api/|auth/|main\\.ts|testing/|bench/|documents/pdf)", pathNot: TEST },
      { path: "^(app|components|server/api)/|node_modules/(@trpc|next|next-auth|react|react-dom)/" },
    ),
    rule(
      "engine-is-pure",
      "Pass it in: time in the event, node types in the catalogue.",
      { path: "^server/engine/", pathNot: TEST },
      { pathNot: ["^server/engine/", "node_modules/zod/"] },
    ),
    rule(
      "isomorphic-files-reach-no-io",
      "The browser loads this file. Move what needs I/O into a verb or a run.ts.",
      { path: ISOMORPHIC, pathNot: TEST },
      {
        reachable: true,
        path: [
          "^db/(?!enums/)",
          "^server/platform/(?!ids\\.ts|random\\.ts|canonical\\.ts|bounded-json\\.ts)",
          "^(node:)?(fs|fs/promises|net|http|https|child_process|worker_threads|os|path)$",
          "node_modules/(drizzle-orm|postgres|pg-boss|pino)/",
        ],
      },
    ),
    rule(
      "nodes-are-islands",
      "A node type knows no other. Share through engine/node.ts or rules/.",
      { path: "^server/nodes/([^/]+)/", pathNot: TEST },
      { path: "^server/nodes/[^/]+/", pathNot: "^server/nodes/$1/" },
    ),
    rule(
      "plugins-are-islands",
      "A vendor knows the contract and the outside world, no other vendor and no database.",
      { path: "^server/plugins/([^/]+)/", pathNot: TEST },
      {
        path: [
          "^(db/(?!enums/)|app/|components/)",
          "^server/(?!plugins/[^/]+\\.ts|platform/(outbound|signature|smtp|sql|objects|files)\\.ts)",
        ],
        pathNot: "^server/plugins/$1/",
      },
    ),
    rule(
      "find-is-private",
      "Call the other noun's verb.",
      { path: "^server/([^/]+)/" },
      { path: "^server/[^/]+/find\\.ts$", pathNot: "^server/$1/" },
    ),
    rule(
      "testing-is-for-tests",
      "Fakes and factories stay out of the product.",
      { pathNot: [TEST, "^server/(testing|bench)/"] },
      { path: "^server/testing/" },
    ),
    rule(
      "db-is-the-floor",
      "Allowed values live in db/enums; only seeds know the house above.",
      { path: "^db/", pathNot: ["^db/seed/", TEST] },
      { path: "^(app|components|server)/" },
    ),
    rule(
      "no-cycles",
      "Extract what both need, or make one side a type import.",
      { pathNot: "node_modules" },
      { circular: true, viaOnly: VALUE },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^server/bench/node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
