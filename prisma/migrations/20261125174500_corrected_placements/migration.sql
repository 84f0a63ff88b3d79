-- CreateTable
CREATE TABLE "CorrectedPlacement" (
    "id" UUID NOT NULL,
    "placementId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "specialty" TEXT,
    "track" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE,
    "correctedAt" TIMESTAMPTZ(3) NOT NULL,
    "correctedById" UUID NOT NULL,
    "reason" TEXT,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "CorrectedPlacement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CorrectedPlacement_enrolmentId_from_idx" ON "CorrectedPlacement"("enrolmentId", "from");

-- AddForeignKey
ALTER TABLE "CorrectedPlacement" ADD CONSTRAINT "CorrectedPlacement_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CorrectedPlacement" ADD CONSTRAINT "CorrectedPlacement_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CorrectedPlacement" ADD CONSTRAINT "CorrectedPlacement_correctedById_fkey" FOREIGN KEY ("correctedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Where somebody trained is history: a post leaves the record only by being kept as it stood, and what is kept stays.
ALTER TABLE "CorrectedPlacement" ADD CONSTRAINT "CorrectedPlacement_period" CHECK ("until" IS NULL OR "from" < "until");

CREATE FUNCTION attest_placement_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "CorrectedPlacement" c WHERE c."placementId" = OLD.id AND c.withdrawn) THEN
    RAISE EXCEPTION 'a post is kept as a withdrawn one before it goes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER "Placement_kept" BEFORE DELETE ON "Placement"
  FOR EACH ROW EXECUTE FUNCTION attest_placement_kept();

-- The person may be re-pointed when two entries turn out to be one; what was on record may not change.
CREATE TRIGGER "CorrectedPlacement_append_only"
  BEFORE DELETE OR UPDATE OF id, "placementId", "enrolmentId", "siteId", title, track, "from", "until", "correctedAt", reason, withdrawn
  ON "CorrectedPlacement" FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "CorrectedPlacement_no_truncate" BEFORE TRUNCATE ON "CorrectedPlacement"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();
