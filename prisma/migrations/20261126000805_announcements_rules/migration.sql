-- An announcement runs for a day at least, for some programme and some audience, and says something; whoever withdraws says why.

ALTER TABLE "Announcement" ADD CONSTRAINT "Announcement_period" CHECK ("until" > "from");
ALTER TABLE "Announcement" ADD CONSTRAINT "Announcement_words" CHECK (btrim("title") <> '' AND btrim("text") <> ''
  AND cardinality("programmeIds") > 0 AND cardinality("audiences") > 0);
ALTER TABLE "Announcement" ADD CONSTRAINT "Announcement_withdrawn" CHECK (
  ("withdrawnAt" IS NULL) = ("withdrawnBy" IS NULL) AND ("withdrawnAt" IS NULL) = ("withdrawnWhy" IS NULL));
