ALTER TABLE "runs" ADD COLUMN "parent_run_id" text collate "C";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "parent_key" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "depth" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_parent_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","parent_run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_child" ON "runs" USING btree ("workspace_id","parent_run_id","parent_key") WHERE parent_run_id is not null;