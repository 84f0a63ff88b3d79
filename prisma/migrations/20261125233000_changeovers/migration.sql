-- CreateEnum
CREATE TYPE "ChangeoverState" AS ENUM ('ready', 'applied', 'undone');

-- CreateTable
CREATE TABLE "Changeover" (
    "id" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "name" TEXT,
    "state" "ChangeoverState" NOT NULL DEFAULT 'ready',
    "sheet" JSONB NOT NULL,
    "shown" JSONB NOT NULL,
    "planHash" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "trainees" INTEGER NOT NULL,
    "uploadedById" UUID NOT NULL,
    "uploadedByName" TEXT NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "doing" TEXT,
    "doingById" UUID,
    "doingRole" TEXT,
    "doingReason" TEXT,
    "step" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "stopped" JSONB,
    "changes" JSONB,
    "appliedByName" TEXT,
    "appliedAt" TIMESTAMPTZ(3),
    "undoneByName" TEXT,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Changeover_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Changeover_programmeId_uploadedAt_idx" ON "Changeover"("programmeId", "uploadedAt");

-- AddForeignKey
ALTER TABLE "Changeover" ADD CONSTRAINT "Changeover_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
