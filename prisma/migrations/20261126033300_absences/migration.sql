-- CreateTable
CREATE TABLE "Absence" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "createdByName" TEXT NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnById" UUID,
    "withdrawnByName" TEXT,
    "withdrawnReason" TEXT,

    CONSTRAINT "Absence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Absence_enrolmentId_from_idx" ON "Absence"("enrolmentId", "from");

-- AddForeignKey
ALTER TABLE "Absence" ADD CONSTRAINT "Absence_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
