-- CreateTable
CREATE TABLE "CorrectedSupervision" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" "SupervisionKind" NOT NULL,
    "track" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "correctedAt" TIMESTAMPTZ(3) NOT NULL,
    "correctedById" UUID NOT NULL,
    "correctedReason" TEXT,

    CONSTRAINT "CorrectedSupervision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CorrectedSupervision_enrolmentId_kind_from_idx" ON "CorrectedSupervision"("enrolmentId", "kind", "from");

-- AddForeignKey
ALTER TABLE "CorrectedSupervision" ADD CONSTRAINT "CorrectedSupervision_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CorrectedSupervision" ADD CONSTRAINT "CorrectedSupervision_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CorrectedSupervision" ADD CONSTRAINT "CorrectedSupervision_correctedById_fkey" FOREIGN KEY ("correctedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
