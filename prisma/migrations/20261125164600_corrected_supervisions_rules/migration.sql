-- Who supervised is history: a supervision leaves the record only by being kept as a corrected one, and that one stays.

ALTER TABLE "CorrectedSupervision" ADD CONSTRAINT "CorrectedSupervision_period" CHECK ("until" IS NULL OR "from" < "until");

CREATE FUNCTION attest_supervision_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "CorrectedSupervision" c WHERE c.id = OLD.id) THEN
    RAISE EXCEPTION 'a supervision is kept as a corrected one before it goes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER "Supervision_kept" BEFORE DELETE ON "Supervision"
  FOR EACH ROW EXECUTE FUNCTION attest_supervision_kept();

-- The people may be re-pointed when two entries turn out to be one person; what was on record may not change.
CREATE TRIGGER "CorrectedSupervision_append_only"
  BEFORE DELETE OR UPDATE OF id, "enrolmentId", kind, track, "from", "until", reason, "createdAt", "correctedAt", "correctedReason"
  ON "CorrectedSupervision" FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "CorrectedSupervision_no_truncate" BEFORE TRUNCATE ON "CorrectedSupervision"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();
