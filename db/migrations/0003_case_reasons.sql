ALTER TABLE "cases" ADD COLUMN "reason_codes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "case_verdicts_workspace_id_case_id_at_index" ON "case_verdicts" USING btree ("workspace_id","case_id","at");--> statement-breakpoint
CREATE INDEX "cases_workspace_id_opened_at_id_index" ON "cases" USING btree ("workspace_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "cases_workspace_id_run_id_index" ON "cases" USING btree ("workspace_id","run_id");