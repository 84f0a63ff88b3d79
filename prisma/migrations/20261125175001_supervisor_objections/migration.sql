-- CreateTable
CREATE TABLE "SupervisorObjection" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "kind" "SupervisionKind" NOT NULL,
    "onRecordId" UUID,
    "onRecordName" TEXT,
    "suggested" TEXT,
    "words" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedById" UUID,
    "closedByName" TEXT,
    "outcome" TEXT,
    "answer" TEXT,

    CONSTRAINT "SupervisorObjection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SupervisorObjection_enrolmentId_createdAt_idx" ON "SupervisorObjection"("enrolmentId", "createdAt");

-- AddForeignKey
ALTER TABLE "SupervisorObjection" ADD CONSTRAINT "SupervisorObjection_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
