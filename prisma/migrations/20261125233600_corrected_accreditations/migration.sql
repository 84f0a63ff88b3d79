-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "endedBy" TEXT,
ADD COLUMN     "endedReason" TEXT,
ADD COLUMN     "givenBy" TEXT,
ADD COLUMN     "reason" TEXT;

-- CreateTable
CREATE TABLE "CorrectedAccreditation" (
    "id" UUID NOT NULL,
    "accreditationId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "maxMonths" INTEGER,
    "capacity" INTEGER,
    "from" DATE NOT NULL,
    "until" DATE,
    "correctedAt" TIMESTAMPTZ(3) NOT NULL,
    "correctedById" UUID NOT NULL,
    "correctedByName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "CorrectedAccreditation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CorrectedAccreditation_siteId_correctedAt_idx" ON "CorrectedAccreditation"("siteId", "correctedAt");

-- AddForeignKey
ALTER TABLE "CorrectedAccreditation" ADD CONSTRAINT "CorrectedAccreditation_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CorrectedAccreditation" ADD CONSTRAINT "CorrectedAccreditation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
