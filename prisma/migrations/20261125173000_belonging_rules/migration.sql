-- What belongs together stays together, and what was judged or signed stays as it was: held by the database itself, each
-- attacked by a test. Rules across tables are checked after the statement; a merge of two entries of one person may put
-- them off to its commit (SET CONSTRAINTS ALL DEFERRED).

-- Judgements are never overwritten: a later one stands beside the earlier.
CREATE TRIGGER "Judgement_append_only" BEFORE UPDATE OR DELETE ON "Judgement"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "Judgement_no_truncate" BEFORE TRUNCATE ON "Judgement"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();

-- The chain grows at its end alone, link by link.
CREATE FUNCTION attest_chain_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head "ChainHead";
BEGIN
  SELECT * INTO head FROM "ChainHead" WHERE "portfolioId" = NEW."portfolioId";
  IF NOT FOUND OR NEW.seq <> head.seq + 1 OR NEW.prev <> coalesce(head.hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'a signature follows the head of its chain' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "RecordVersion_follows_head" BEFORE INSERT ON "RecordVersion"
  FOR EACH ROW EXECUTE FUNCTION attest_chain_link();

CREATE FUNCTION attest_chain_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seq <> 0 OR NEW.hash IS NOT NULL THEN
      RAISE EXCEPTION 'a chain begins empty' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW."portfolioId" <> OLD."portfolioId" OR NEW.seq <> OLD.seq + 1 OR NOT EXISTS (
    SELECT 1 FROM "RecordVersion" v WHERE v."portfolioId" = NEW."portfolioId" AND v.seq = NEW.seq AND v.hash = NEW.hash) THEN
    RAISE EXCEPTION 'the head of a chain moves to the next signature' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ChainHead_rises" BEFORE INSERT OR UPDATE ON "ChainHead"
  FOR EACH ROW EXECUTE FUNCTION attest_chain_head();
CREATE TRIGGER "ChainHead_stays" BEFORE DELETE ON "ChainHead"
  FOR EACH ROW EXECUTE FUNCTION attest_append_only();
CREATE TRIGGER "ChainHead_no_truncate" BEFORE TRUNCATE ON "ChainHead"
  FOR EACH STATEMENT EXECUTE FUNCTION attest_append_only();

-- A record lies in an enrolment of its own person, in that programme, under the version its form is of: the enrolment's,
-- or an earlier one that the enrolment has left behind.
CREATE FUNCTION attest_record_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Enrolment" e WHERE e.id = NEW."enrolmentId" AND e."personId" = NEW."personId") THEN
    RAISE EXCEPTION 'a record lies in an enrolment of its own person' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM "Enrolment" e JOIN "PackVersion" pinned ON pinned.id = e."packVersionId"
      JOIN "PackVersion" own ON own.id = NEW."packVersionId"
    WHERE e.id = NEW."enrolmentId" AND e."programmeId" = NEW."programmeId"
      AND own."packKey" = pinned."packKey" AND own."publishedAt" <= pinned."publishedAt") THEN
    RAISE EXCEPTION 'a record is of its enrolment''s programme and pack version, or an earlier one' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM "Link" l JOIN "Enrolment" e ON e.id = l."enrolmentId"
    WHERE l."recordId" = NEW.id AND e."personId" <> NEW."personId") THEN
    RAISE EXCEPTION 'a record is linked in enrolments of its own person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Record_home"
  AFTER INSERT OR UPDATE OF "personId", "enrolmentId", "programmeId", "packVersionId" ON "Record"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_record_home();

CREATE FUNCTION attest_link_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Record" r JOIN "Enrolment" e ON e."personId" = r."personId"
    WHERE r.id = NEW."recordId" AND e.id = NEW."enrolmentId") THEN
    RAISE EXCEPTION 'a record is linked in enrolments of its own person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Link_home" AFTER INSERT OR UPDATE OF "recordId", "enrolmentId" ON "Link"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_link_home();

-- The same from the enrolment's side, and: it is pinned to a version of its programme's own pack; nobody supervises
-- themselves, whichever row changes.
CREATE FUNCTION attest_enrolment_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "Programme" p JOIN "PackVersion" v ON v."packKey" = p."packKey"
    WHERE p.id = NEW."programmeId" AND v.id = NEW."packVersionId") THEN
    RAISE EXCEPTION 'an enrolment is pinned to a version of its programme''s pack' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Enrolment_pack" AFTER INSERT OR UPDATE OF "programmeId", "packVersionId" ON "Enrolment"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_enrolment_pack();

CREATE FUNCTION attest_enrolment_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Supervision" s WHERE s."enrolmentId" = NEW.id AND s."personId" = NEW."personId") THEN
    RAISE EXCEPTION 'nobody supervises themselves' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM "Record" r WHERE r."enrolmentId" = NEW.id
      AND (r."personId" <> NEW."personId" OR r."programmeId" <> NEW."programmeId"))
    OR EXISTS (SELECT 1 FROM "Link" l JOIN "Record" r ON r.id = l."recordId"
      WHERE l."enrolmentId" = NEW.id AND r."personId" <> NEW."personId") THEN
    RAISE EXCEPTION 'an enrolment holds records of its own person and programme' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Enrolment_person" AFTER UPDATE OF "personId", "programmeId" ON "Enrolment"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_enrolment_person();

CREATE FUNCTION attest_programme_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Enrolment" e JOIN "PackVersion" v ON v.id = e."packVersionId"
    WHERE e."programmeId" = NEW.id AND v."packKey" <> NEW."packKey") THEN
    RAISE EXCEPTION 'an enrolment is pinned to a version of its programme''s pack' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Programme_pack" AFTER UPDATE OF "packKey" ON "Programme"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_programme_pack();

-- A grant's scope is there, in the table that its kind names, and stays there as long as the grant.
CREATE FUNCTION attest_grant_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (CASE NEW."scopeKind"
    WHEN 'college'   THEN EXISTS (SELECT 1 FROM "College"   WHERE id = NEW."scopeId")
    WHEN 'network'   THEN EXISTS (SELECT 1 FROM "Network"   WHERE id = NEW."scopeId")
    WHEN 'programme' THEN EXISTS (SELECT 1 FROM "Programme" WHERE id = NEW."scopeId")
    WHEN 'site'      THEN EXISTS (SELECT 1 FROM "Site"      WHERE id = NEW."scopeId")
    ELSE true END) THEN
    RAISE EXCEPTION 'a grant is for a % that exists', NEW."scopeKind" USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "Grant_scope_exists" AFTER INSERT OR UPDATE OF "scopeKind", "scopeId" ON "Grant"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_grant_scope();

CREATE FUNCTION attest_scope_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Grant" WHERE "scopeKind" = lower(TG_TABLE_NAME) AND "scopeId" = OLD.id) THEN
    RAISE EXCEPTION 'grants hold this %', lower(TG_TABLE_NAME) USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "College_granted"   AFTER DELETE OR UPDATE OF id ON "College"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_scope_stays();
CREATE CONSTRAINT TRIGGER "Network_granted"   AFTER DELETE OR UPDATE OF id ON "Network"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_scope_stays();
CREATE CONSTRAINT TRIGGER "Programme_granted" AFTER DELETE OR UPDATE OF id ON "Programme"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_scope_stays();
CREATE CONSTRAINT TRIGGER "Site_granted"      AFTER DELETE OR UPDATE OF id ON "Site"
  DEFERRABLE FOR EACH ROW EXECUTE FUNCTION attest_scope_stays();
