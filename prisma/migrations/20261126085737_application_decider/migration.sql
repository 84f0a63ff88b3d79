-- AlterTable
ALTER TABLE "Application" ADD COLUMN     "decider" TEXT,
ADD COLUMN     "remindedAt" TIMESTAMPTZ(3),
ADD COLUMN     "waitsSince" TIMESTAMPTZ(3);

-- What waits already waits for the role of its step; the first sweep looks whether anybody holds it.
UPDATE "Application" SET "decider" = "steps"["stepAt" + 1], "waitsSince" = "sentAt" WHERE "state" = 'submitted';
