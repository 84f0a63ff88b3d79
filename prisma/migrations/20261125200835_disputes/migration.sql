-- CreateEnum
CREATE TYPE "DisputeState" AS ENUM ('open', 'upheld', 'voided');

-- AlterEnum
ALTER TYPE "RecordStatus" ADD VALUE 'disputed';

-- CreateTable
CREATE TABLE "Dispute" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "portfolioId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "state" "DisputeState" NOT NULL DEFAULT 'open',
    "raisedById" UUID NOT NULL,
    "raisedByName" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "words" TEXT,
    "resolvedById" UUID,
    "resolvedByName" TEXT,
    "resolvedByRole" TEXT,
    "resolvedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "Dispute_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Dispute_programmeId_state_raisedAt_idx" ON "Dispute"("programmeId", "state", "raisedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Dispute_recordId_key" ON "Dispute"("recordId");

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
