-- CreateEnum
CREATE TYPE "CorrectionState" AS ENUM ('asked', 'accepted', 'refused', 'withdrawn');

-- AlterTable
ALTER TABLE "RecordVersion" ADD COLUMN     "act" TEXT NOT NULL DEFAULT 'signed';

-- CreateTable
CREATE TABLE "Correction" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "portfolioId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "state" "CorrectionState" NOT NULL DEFAULT 'asked',
    "field" TEXT NOT NULL,
    "was" JSONB NOT NULL,
    "proposed" JSONB NOT NULL,
    "wasWords" TEXT NOT NULL,
    "proposedWords" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "askedById" UUID NOT NULL,
    "askedByName" TEXT NOT NULL,
    "askedByRole" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "signerId" UUID,
    "signerName" TEXT,
    "decidedById" UUID,
    "decidedByName" TEXT,
    "decidedByRole" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "answer" TEXT,

    CONSTRAINT "Correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Correction_recordId_idx" ON "Correction"("recordId");

-- CreateIndex
CREATE INDEX "Correction_signerId_state_idx" ON "Correction"("signerId", "state");

-- CreateIndex
CREATE INDEX "Correction_askedById_idx" ON "Correction"("askedById");

-- CreateIndex
CREATE INDEX "Correction_enrolmentId_idx" ON "Correction"("enrolmentId");

-- CreateIndex
CREATE INDEX "Correction_programmeId_state_askedAt_idx" ON "Correction"("programmeId", "state", "askedAt");

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
