-- CreateTable
CREATE TABLE "PaperEntry" (
    "recordId" UUID NOT NULL,
    "values" JSONB NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PaperEntry_pkey" PRIMARY KEY ("recordId")
);

-- AddForeignKey
ALTER TABLE "PaperEntry" ADD CONSTRAINT "PaperEntry_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "AssessmentRequest"("recordId") ON DELETE RESTRICT ON UPDATE CASCADE;
