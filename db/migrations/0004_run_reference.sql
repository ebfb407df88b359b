ALTER TABLE "runs" ADD COLUMN "reference" text;--> statement-breakpoint
CREATE INDEX "runs_workspace_id_reference_index" ON "runs" USING btree ("workspace_id","reference");