CREATE TABLE "decision_batch_rows" (
	"workspace_id" text collate "C" NOT NULL,
	"batch_id" text collate "C" NOT NULL,
	"row" integer NOT NULL,
	"reference" text,
	"state" text NOT NULL,
	"body" "bytea",
	"issues" jsonb,
	"run_id" text collate "C",
	CONSTRAINT "decision_batch_rows_workspace_id_batch_id_row_pk" PRIMARY KEY("workspace_id","batch_id","row"),
	CONSTRAINT "decision_batch_rows_workspace_id_batch_id_reference_unique" UNIQUE("workspace_id","batch_id","reference"),
	CONSTRAINT "decision_batch_rows_workspace_id_run_id_unique" UNIQUE("workspace_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "decision_batches" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"version" integer NOT NULL,
	"format" text NOT NULL,
	"status" text NOT NULL,
	"name" "bytea" NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"upload_key" text collate "C",
	"digest" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "decision_batches_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "decision_batches_workspace_id_created_by_upload_key_unique" UNIQUE("workspace_id","created_by","upload_key")
);
--> statement-breakpoint
ALTER TABLE "decision_batch_rows" ADD CONSTRAINT "decision_batch_rows_workspace_id_batch_id_decision_batches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","batch_id") REFERENCES "public"."decision_batches"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_batch_rows" ADD CONSTRAINT "decision_batch_rows_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_batches" ADD CONSTRAINT "decision_batches_workspace_id_workflow_id_version_workflow_versions_workspace_id_workflow_id_version_fk" FOREIGN KEY ("workspace_id","workflow_id","version") REFERENCES "public"."workflow_versions"("workspace_id","workflow_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_batch_rows_workspace_id_batch_id_state_row_index" ON "decision_batch_rows" USING btree ("workspace_id","batch_id","state","row");--> statement-breakpoint
CREATE INDEX "decision_batches_workspace_id_workflow_id_id_index" ON "decision_batches" USING btree ("workspace_id","workflow_id","id");