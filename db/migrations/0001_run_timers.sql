CREATE TABLE "run_timers" (
	"workspace_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"fire_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "run_timers_workspace_id_run_id_key_pk" PRIMARY KEY("workspace_id","run_id","key")
);
--> statement-breakpoint
ALTER TABLE "effects" ADD COLUMN "lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "run_timers" ADD CONSTRAINT "run_timers_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_timers_open" ON "run_timers" USING btree ("workspace_id","fire_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "effects_due" ON "effects" USING btree ("workspace_id","planned_at") WHERE status in ('planned', 'started');--> statement-breakpoint
CREATE INDEX "runs_workspace_id_started_at_id_index" ON "runs" USING btree ("workspace_id","started_at","id");