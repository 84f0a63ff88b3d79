-- CreateTable
CREATE TABLE "Admission" (
    "enrolmentId" UUID NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedByName" TEXT NOT NULL,
    "countsFrom" DATE NOT NULL,
    "invitedAt" TIMESTAMPTZ(3) NOT NULL,
    "remindedWeek" INTEGER,
    "alertedAt" TIMESTAMPTZ(3),
    "frozenAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Admission_pkey" PRIMARY KEY ("enrolmentId")
);

-- CreateTable
CREATE TABLE "AdmissionList" (
    "id" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "rows" JSONB NOT NULL,
    "remarks" JSONB NOT NULL DEFAULT '[]',
    "sentById" UUID NOT NULL,
    "sentByName" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AdmissionList_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AdmissionList_programmeId_sentAt_idx" ON "AdmissionList"("programmeId", "sentAt");

-- AddForeignKey
ALTER TABLE "Admission" ADD CONSTRAINT "Admission_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdmissionList" ADD CONSTRAINT "AdmissionList_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
