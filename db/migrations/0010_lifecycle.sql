CREATE TABLE "shadow_results" (
	"workspace_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"live_run_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"live_version" integer NOT NULL,
	"state" text NOT NULL,
	"heard_seq" integer NOT NULL,
	"outcome" text,
	"reason_codes" text[],
	"live_outcome" text,
	"live_reason_codes" text[],
	"node" text,
	"reason" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"compared_at" timestamp (3) with time zone,
	CONSTRAINT "shadow_results_workspace_id_run_id_pk" PRIMARY KEY("workspace_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "run_migration_items" (
	"workspace_id" text collate "C" NOT NULL,
	"migration_id" text collate "C" NOT NULL,
	"run_id" text collate "C" NOT NULL,
	"from_version" integer NOT NULL,
	"state" text NOT NULL,
	"why" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "run_migration_items_workspace_id_migration_id_run_id_pk" PRIMARY KEY("workspace_id","migration_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "run_migrations" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"to_version" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"started_by" text collate "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "run_migrations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "scheduled_starts" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"run_id" text collate "C",
	"failure" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scheduled_starts_workspace_id_workflow_id_due_at_pk" PRIMARY KEY("workspace_id","workflow_id","due_at")
);
--> statement-breakpoint
CREATE TABLE "workflow_draft_leases" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"holder_id" text collate "C" NOT NULL,
	"device_id" text collate "C" NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_draft_leases_workspace_id_workflow_id_pk" PRIMARY KEY("workspace_id","workflow_id")
);
--> statement-breakpoint
CREATE TABLE "workflow_draft_patches" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"patch" json NOT NULL,
	"inverse" json NOT NULL,
	"changes_document" boolean NOT NULL,
	"saved_by" text collate "C" NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_draft_patches_workspace_id_workflow_id_revision_pk" PRIMARY KEY("workspace_id","workflow_id","revision")
);
--> statement-breakpoint
CREATE TABLE "workflow_reviews" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"change" text NOT NULL,
	"revision" integer,
	"version" integer,
	"percent" integer,
	"state" text NOT NULL,
	"note" text NOT NULL,
	"requested_by" text collate "C" NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text collate "C",
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "workflow_reviews_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workflow_rollouts" (
	"workspace_id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"mode" text NOT NULL,
	"percent" integer,
	"started_by" text collate "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_rollouts_workspace_id_workflow_id_version_pk" PRIMARY KEY("workspace_id","workflow_id","version")
);
--> statement-breakpoint
CREATE TABLE "workflow_schedules" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"planned_by" text collate "C" NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "workflow_schedules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "mode" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "shadow_of_run_id" text collate "C";--> statement-breakpoint
ALTER TABLE "workflow_drafts" ADD COLUMN "based_on" integer;--> statement-breakpoint
ALTER TABLE "workflow_drafts" ADD COLUMN "saved_by" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "shadow_results" ADD CONSTRAINT "shadow_results_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_results" ADD CONSTRAINT "shadow_results_workspace_id_live_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","live_run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_migration_items" ADD CONSTRAINT "run_migration_items_workspace_id_migration_id_run_migrations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","migration_id") REFERENCES "public"."run_migrations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_migrations" ADD CONSTRAINT "run_migrations_workspace_id_workflow_id_to_version_workflow_versions_workspace_id_workflow_id_version_fk" FOREIGN KEY ("workspace_id","workflow_id","to_version") REFERENCES "public"."workflow_versions"("workspace_id","workflow_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheduled_starts" ADD CONSTRAINT "scheduled_starts_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_draft_leases" ADD CONSTRAINT "workflow_draft_leases_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_draft_patches" ADD CONSTRAINT "workflow_draft_patches_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_reviews" ADD CONSTRAINT "workflow_reviews_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_rollouts" ADD CONSTRAINT "workflow_rollouts_workspace_id_workflow_id_version_workflow_versions_workspace_id_workflow_id_version_fk" FOREIGN KEY ("workspace_id","workflow_id","version") REFERENCES "public"."workflow_versions"("workspace_id","workflow_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_schedules" ADD CONSTRAINT "workflow_schedules_workspace_id_workflow_id_version_workflow_versions_workspace_id_workflow_id_version_fk" FOREIGN KEY ("workspace_id","workflow_id","version") REFERENCES "public"."workflow_versions"("workspace_id","workflow_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shadow_results_workspace_id_workflow_id_version_started_at_index" ON "shadow_results" USING btree ("workspace_id","workflow_id","version","started_at");--> statement-breakpoint
CREATE INDEX "shadow_results_waiting" ON "shadow_results" USING btree ("workspace_id","live_run_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "run_migration_items_planned" ON "run_migration_items" USING btree ("workspace_id","migration_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "run_migrations_workspace_id_workflow_id_started_at_index" ON "run_migrations" USING btree ("workspace_id","workflow_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_reviews_one_open" ON "workflow_reviews" USING btree ("workspace_id","workflow_id") WHERE state in ('open', 'approved');--> statement-breakpoint
CREATE INDEX "workflow_reviews_workspace_id_workflow_id_requested_at_index" ON "workflow_reviews" USING btree ("workspace_id","workflow_id","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_rollouts_one_challenger" ON "workflow_rollouts" USING btree ("workspace_id","workflow_id") WHERE mode = 'challenger';--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_schedules_one_planned" ON "workflow_schedules" USING btree ("workspace_id","workflow_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "workflow_schedules_due" ON "workflow_schedules" USING btree ("workspace_id","due_at") WHERE state = 'planned';--> statement-breakpoint
CREATE UNIQUE INDEX "runs_shadows" ON "runs" USING btree ("workspace_id","shadow_of_run_id","version") WHERE shadow_of_run_id is not null;