-- What the schema language cannot say: the database itself holds these rules (each is attacked by a test).

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Periods have their end after their start, and those of one kind and track never overlap. Ends are exclusive.
ALTER TABLE "StagePeriod" ADD CONSTRAINT "StagePeriod_period" CHECK ("until" IS NULL OR "from" < "until");
ALTER TABLE "Placement"   ADD CONSTRAINT "Placement_period"   CHECK ("until" IS NULL OR "from" < "until");
ALTER TABLE "Supervision" ADD CONSTRAINT "Supervision_period" CHECK ("until" IS NULL OR "from" < "until");
ALTER TABLE "Grant"       ADD CONSTRAINT "Grant_period"       CHECK ("until" IS NULL OR "from" < "until");

ALTER TABLE "StagePeriod" ADD CONSTRAINT "StagePeriod_no_overlap"
  EXCLUDE USING gist ("enrolmentId" WITH =, daterange("from", "until") WITH &&);
ALTER TABLE "Placement" ADD CONSTRAINT "Placement_no_overlap"
  EXCLUDE USING gist ("enrolmentId" WITH =, "track" WITH =, daterange("from", "until") WITH &&);
ALTER TABLE "Supervision" ADD CONSTRAINT "Supervision_no_overlap"
  EXCLUDE USING gist ("enrolmentId" WITH =, "kind" WITH =, "track" WITH =, daterange("from", "until") WITH &&);
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_no_overlap"
  EXCLUDE USING gist ("personId" WITH =, "role" WITH =, "scopeKind" WITH =, (coalesce("scopeId", '00000000-0000-0000-0000-000000000000'::uuid)) WITH =, daterange("from", "until") WITH &&);

ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_dates" CHECK ("startsOn" < "endsOn");
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_fte" CHECK ("ftePercent" BETWEEN 1 AND 100);
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_scope" CHECK (
  "scopeKind" IN ('installation', 'college', 'programme', 'network', 'site') AND (("scopeKind" = 'installation') = ("scopeId" IS NULL)));
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_outcome" CHECK (
  ("outcome" = 'level' AND "level" IS NOT NULL) OR ("outcome" = 'moreEvidence' AND "level" IS NULL));

-- One primary address per person.
CREATE UNIQUE INDEX "Identifier_one_primary_email" ON "Identifier" ("personId") WHERE "kind" = 'email' AND "primary";

-- Nobody supervises themselves.
CREATE FUNCTION attest_no_self_supervision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Enrolment" e WHERE e.id = NEW."enrolmentId" AND e."personId" = NEW."personId") THEN
    RAISE EXCEPTION 'nobody supervises themselves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Supervision_not_self" BEFORE INSERT OR UPDATE ON "Supervision"
  FOR EACH ROW EXECUTE FUNCTION attest_no_self_supervision();

-- Written once: the audit trail, what was signed, what was published.
CREATE FUNCTION attest_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "RecordVersion_append_only" BEFORE UPDATE OR DELETE ON "RecordVersion"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "RecordVersion_no_truncate" BEFORE TRUNCATE ON "RecordVersion"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "PackVersion_immutable" BEFORE UPDATE OR DELETE ON "PackVersion"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "FormVersion_immutable" BEFORE UPDATE OR DELETE ON "FormVersion"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
