-- CreateEnum
CREATE TYPE "ApplicationState" AS ENUM ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn');

-- CreateTable
CREATE TABLE "Application" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" "ApplicationState" NOT NULL DEFAULT 'draft',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "from" DATE,
    "until" DATE,
    "percent" INTEGER,
    "counts" INTEGER,
    "statusId" UUID,
    "reasonKey" TEXT,
    "why" TEXT,
    "discussed" TEXT,
    "lateReason" TEXT,
    "rareReason" TEXT,
    "steps" TEXT[],
    "stepAt" INTEGER NOT NULL DEFAULT 0,
    "readers" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApplicationDeed" (
    "id" UUID NOT NULL,
    "applicationId" UUID NOT NULL,
    "deed" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "byRole" TEXT NOT NULL,

    CONSTRAINT "ApplicationDeed_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Application_enrolmentId_createdAt_idx" ON "Application"("enrolmentId", "createdAt");

-- CreateIndex
CREATE INDEX "Application_programmeId_state_sentAt_idx" ON "Application"("programmeId", "state", "sentAt");

-- CreateIndex
CREATE INDEX "ApplicationDeed_applicationId_at_idx" ON "ApplicationDeed"("applicationId", "at");

-- AddForeignKey
ALTER TABLE "Application" ADD CONSTRAINT "Application_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApplicationDeed" ADD CONSTRAINT "ApplicationDeed_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
