-- AlterTable
ALTER TABLE "StagePeriod" ADD COLUMN     "work" INTEGER;

-- CreateTable
CREATE TABLE "AllowedEvidence" (
    "recordId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "AllowedEvidence_pkey" PRIMARY KEY ("recordId")
);

-- CreateIndex
CREATE INDEX "AllowedEvidence_enrolmentId_idx" ON "AllowedEvidence"("enrolmentId");

-- AddForeignKey
ALTER TABLE "AllowedEvidence" ADD CONSTRAINT "AllowedEvidence_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
