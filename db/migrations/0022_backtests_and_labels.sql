CREATE TABLE "backtest_records" (
	"workspace_id" text collate "C" NOT NULL,
	"backtest_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"finding" text NOT NULL,
	"decided" text NOT NULL,
	"replayed" text,
	"decided_codes" text[] NOT NULL,
	"replayed_codes" text[] NOT NULL,
	"gained" text[] NOT NULL,
	"lost" text[] NOT NULL,
	"label" text,
	"node" text,
	"reason" text,
	CONSTRAINT "backtest_records_workspace_id_backtest_id_run_id_pk" PRIMARY KEY("workspace_id","backtest_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "backtests" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"version" integer,
	"revision" integer,
	"hash" text NOT NULL,
	"document" json NOT NULL,
	"filter" jsonb NOT NULL,
	"chosen" integer NOT NULL,
	"matching" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"last_run_id" text collate "C" DEFAULT '' NOT NULL,
	"tally" jsonb NOT NULL,
	"started_by" text collate "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "backtests_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"party_id" text collate "C" NOT NULL,
	"run_id" text collate "C",
	"known_on" date NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"amount" bigint,
	"currency" text,
	"created_by" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "labels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "labels_money" CHECK ((amount is null) = (currency is null))
);
--> statement-breakpoint
ALTER TABLE "shadow_results" ADD COLUMN "rules" text[];--> statement-breakpoint
ALTER TABLE "shadow_results" ADD COLUMN "live_rules" text[];--> statement-breakpoint
ALTER TABLE "shadow_results" ADD COLUMN "calls" integer;--> statement-breakpoint
ALTER TABLE "shadow_results" ADD COLUMN "live_calls" integer;--> statement-breakpoint
ALTER TABLE "backtest_records" ADD CONSTRAINT "backtest_records_workspace_id_backtest_id_backtests_workspace_id_id_fk" FOREIGN KEY ("workspace_id","backtest_id") REFERENCES "public"."backtests"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backtest_records" ADD CONSTRAINT "backtest_records_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_workspace_id_party_id_parties_workspace_id_id_fk" FOREIGN KEY ("workspace_id","party_id") REFERENCES "public"."parties"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backtest_records_kinds" ON "backtest_records" USING btree ("workspace_id","backtest_id","finding","decided","replayed","run_id");--> statement-breakpoint
CREATE INDEX "backtests_workspace_id_workflow_id_id_index" ON "backtests" USING btree ("workspace_id","workflow_id","id");--> statement-breakpoint
CREATE INDEX "backtests_hash" ON "backtests" USING btree ("workspace_id","workflow_id","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "labels_once" ON "labels" USING btree ("workspace_id","party_id",coalesce(run_id, ''),"kind","known_on","reference");--> statement-breakpoint
CREATE INDEX "labels_runs" ON "labels" USING btree ("workspace_id","run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "labels_newest" ON "labels" USING btree ("workspace_id","created_at","id");