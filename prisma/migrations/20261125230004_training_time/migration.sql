-- CreateEnum
CREATE TYPE "StatusKind" AS ENUM ('break', 'parental', 'sickness', 'oopt', 'oopr', 'oope', 'oopc', 'oopp', 'actingUp', 'grace', 'suspension');

-- CreateEnum
CREATE TYPE "CompletionDecider" AS ENUM ('panel', 'programme');

-- CreateTable
CREATE TABLE "TimePlan" (
    "enrolmentId" UUID NOT NULL,
    "percent" INTEGER NOT NULL,
    "until" DATE NOT NULL,

    CONSTRAINT "TimePlan_pkey" PRIMARY KEY ("enrolmentId")
);

-- CreateTable
CREATE TABLE "StatusPeriod" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "kind" "StatusKind" NOT NULL,
    "track" TEXT NOT NULL DEFAULT 'main',
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "counts" INTEGER NOT NULL,
    "countsUntil" DATE,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "createdByName" TEXT NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnById" UUID,
    "withdrawnByName" TEXT,
    "withdrawnReason" TEXT,

    CONSTRAINT "StatusPeriod_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FteChange" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "from" DATE NOT NULL,
    "percent" INTEGER NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "createdByName" TEXT NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnById" UUID,
    "withdrawnByName" TEXT,
    "withdrawnReason" TEXT,

    CONSTRAINT "FteChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CompletionDecision" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "decider" "CompletionDecider" NOT NULL,
    "decidedOn" DATE NOT NULL,
    "until" DATE NOT NULL,
    "remaining" INTEGER NOT NULL,
    "months" INTEGER,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "createdByName" TEXT NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnById" UUID,
    "withdrawnByName" TEXT,
    "withdrawnReason" TEXT,

    CONSTRAINT "CompletionDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CompletionDate" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "before" DATE NOT NULL,
    "until" DATE NOT NULL,
    "because" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID,
    "byName" TEXT NOT NULL,
    "look" TEXT,
    "lookedAt" TIMESTAMPTZ(3),
    "lookedById" UUID,
    "lookedByName" TEXT,

    CONSTRAINT "CompletionDate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "StatusPeriod_enrolmentId_from_idx" ON "StatusPeriod"("enrolmentId", "from");

-- CreateIndex
CREATE INDEX "FteChange_enrolmentId_from_idx" ON "FteChange"("enrolmentId", "from");

-- CreateIndex
CREATE INDEX "CompletionDecision_enrolmentId_decidedOn_idx" ON "CompletionDecision"("enrolmentId", "decidedOn");

-- CreateIndex
CREATE INDEX "CompletionDate_enrolmentId_at_idx" ON "CompletionDate"("enrolmentId", "at");

-- AddForeignKey
ALTER TABLE "TimePlan" ADD CONSTRAINT "TimePlan_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusPeriod" ADD CONSTRAINT "StatusPeriod_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FteChange" ADD CONSTRAINT "FteChange_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompletionDecision" ADD CONSTRAINT "CompletionDecision_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompletionDate" ADD CONSTRAINT "CompletionDate_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
