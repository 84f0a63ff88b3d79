-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "MailState" ADD VALUE 'kept';
ALTER TYPE "MailState" ADD VALUE 'withheld';

-- AlterTable
ALTER TABLE "AssessmentRequest" ADD COLUMN     "remindedDay" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Mail" ADD COLUMN     "link" JSONB;
