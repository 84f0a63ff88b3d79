-- CreateTable
CREATE TABLE "Appraisal" (
    "recordId" UUID NOT NULL,
    "placementId" UUID,
    "onlyFor" TEXT,
    "releasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Appraisal_pkey" PRIMARY KEY ("recordId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Appraisal_placementId_onlyFor_key" ON "Appraisal"("placementId", "onlyFor");

-- AddForeignKey
ALTER TABLE "Appraisal" ADD CONSTRAINT "Appraisal_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appraisal" ADD CONSTRAINT "Appraisal_placementId_fkey" FOREIGN KEY ("placementId") REFERENCES "Placement"("id") ON DELETE SET NULL ON UPDATE CASCADE;
