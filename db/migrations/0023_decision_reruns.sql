CREATE TABLE "decision_reruns" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"decision_id" text collate "C" NOT NULL,
	"origin" text NOT NULL,
	"by" text collate "C" NOT NULL,
	"result" text NOT NULL,
	"differs" text[] NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "decision_reruns_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "rerun_rounds" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"recent" integer NOT NULL,
	"sampled" integer NOT NULL,
	"same" integer NOT NULL,
	"different" integer NOT NULL,
	"erased" integer NOT NULL,
	CONSTRAINT "rerun_rounds_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "decision_reruns" ADD CONSTRAINT "decision_reruns_workspace_id_decision_id_decisions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_reruns_workspace_id_decision_id_at_index" ON "decision_reruns" USING btree ("workspace_id","decision_id","at");--> statement-breakpoint
CREATE INDEX "decision_reruns_workspace_id_result_at_index" ON "decision_reruns" USING btree ("workspace_id","result","at");--> statement-breakpoint
CREATE INDEX "rerun_rounds_workspace_id_started_at_index" ON "rerun_rounds" USING btree ("workspace_id","started_at");