-- CreateIndex
CREATE INDEX "CorrectedSupervision_personId_idx" ON "CorrectedSupervision"("personId");
