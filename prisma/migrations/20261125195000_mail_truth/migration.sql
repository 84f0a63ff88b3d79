-- What becomes of a mail is the mail's own: refused mails are "bounced", and fetching and opening move here.
ALTER TYPE "MailState" RENAME VALUE 'failed' TO 'bounced';

ALTER TABLE "Mail" ADD COLUMN     "bouncedAt" TIMESTAMPTZ(3),
ADD COLUMN     "fetchedAt" TIMESTAMPTZ(3),
ADD COLUMN     "openedAt" TIMESTAMPTZ(3),
ADD COLUMN     "quietToldAt" TIMESTAMPTZ(3);

-- The mail that had been written by the time its link was fetched or opened, under the link that still holds.
UPDATE "Mail" m SET "fetchedAt" = q."fetchedAt", "openedAt" = q."openedAt"
FROM "AssessmentRequest" q
WHERE (q."fetchedAt" IS NOT NULL OR q."openedAt" IS NOT NULL)
  AND m.id = (
    SELECT n.id FROM "Mail" n
    WHERE n."recordId" = q."recordId"
      AND n.purpose IN ('assessment.request', 'assessment.reminder')
      AND (n.link ->> 'generation')::int = q.generation
    ORDER BY n."createdAt" <= coalesce(q."fetchedAt", q."openedAt") DESC, n.id DESC
    LIMIT 1
  );

-- A request that was opened and not begun is one that was sent.
CREATE TYPE "RequestState_new" AS ENUM ('sent', 'started', 'completed', 'declined', 'expired', 'withdrawn');
ALTER TABLE "AssessmentRequest" ALTER COLUMN "state" DROP DEFAULT;
ALTER TABLE "AssessmentRequest" ALTER COLUMN "state" TYPE "RequestState_new"
  USING (CASE "state"::text WHEN 'opened' THEN 'sent' ELSE "state"::text END::"RequestState_new");
ALTER TYPE "RequestState" RENAME TO "RequestState_old";
ALTER TYPE "RequestState_new" RENAME TO "RequestState";
DROP TYPE "RequestState_old";
ALTER TABLE "AssessmentRequest" ALTER COLUMN "state" SET DEFAULT 'sent';

ALTER TABLE "AssessmentRequest" DROP COLUMN "fetchedAt",
DROP COLUMN "openedAt";
