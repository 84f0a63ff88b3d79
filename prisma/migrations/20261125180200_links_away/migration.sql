-- A record may be evidence for an item of another enrolment of the same person (dual training). Few links are so; whoever
-- reads that enrolment finds them by an index of their own.
ALTER TABLE "Link" ADD COLUMN     "away" BOOLEAN NOT NULL DEFAULT false;

UPDATE "Link" l SET away = true FROM "Record" r WHERE r.id = l."recordId" AND r."enrolmentId" <> l."enrolmentId";

CREATE INDEX "Link_away" ON "Link" ("enrolmentId") WHERE away;

-- Whether it is so is the database's to say.
CREATE FUNCTION attest_link_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.away := EXISTS (SELECT 1 FROM "Record" r WHERE r.id = NEW."recordId" AND r."enrolmentId" <> NEW."enrolmentId");
  RETURN NEW;
END $$;
CREATE TRIGGER "Link_away_is_so" BEFORE INSERT OR UPDATE OF "recordId", "enrolmentId", away ON "Link"
  FOR EACH ROW EXECUTE FUNCTION attest_link_away();

-- The same from the record's side: its home may be put right while entries of one person are merged.
CREATE FUNCTION attest_record_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Link" SET away = false WHERE "recordId" = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "Record_away" AFTER UPDATE OF "enrolmentId" ON "Record"
  FOR EACH ROW WHEN (OLD."enrolmentId" IS DISTINCT FROM NEW."enrolmentId") EXECUTE FUNCTION attest_record_away();
