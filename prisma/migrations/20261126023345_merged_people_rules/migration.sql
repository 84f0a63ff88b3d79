-- Merged people: whole or not at all, never into oneself; and who somebody is today.

ALTER TABLE "Person" ADD CONSTRAINT "Person_merged_whole" CHECK (
  ("mergedIntoId" IS NULL) = ("mergedAt" IS NULL) AND ("mergedIntoId" IS NULL) = ("mergedBy" IS NULL)
  AND ("mergedIntoId" IS NULL) = ("mergedReason" IS NULL)
);
ALTER TABLE "Person" ADD CONSTRAINT "Person_merged_not_self" CHECK ("mergedIntoId" <> "id");

-- What was signed keeps its signer for ever; this says under which id they go on.
CREATE FUNCTION person_now(signer uuid) RETURNS uuid LANGUAGE sql STABLE AS
  'SELECT coalesce((SELECT "mergedIntoId" FROM "Person" WHERE id = signer), signer)';
