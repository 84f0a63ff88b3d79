-- CreateEnum
CREATE TYPE "ChainCheckState" AS ENUM ('queued', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "ChainCheck" (
    "id" UUID NOT NULL,
    "askedById" UUID NOT NULL,
    "askedByName" TEXT NOT NULL,
    "askedByRole" TEXT NOT NULL,
    "portfolioId" UUID,
    "programmeIds" UUID[],
    "state" "ChainCheckState" NOT NULL DEFAULT 'queued',
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "portfolios" INTEGER NOT NULL DEFAULT 0,
    "signatures" INTEGER NOT NULL DEFAULT 0,
    "faults" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ChainCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChainCheckFault" (
    "id" UUID NOT NULL,
    "checkId" UUID NOT NULL,
    "portfolioId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "recordId" UUID,
    "what" TEXT NOT NULL,

    CONSTRAINT "ChainCheckFault_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ChainCheck_programmeIds_askedAt_idx" ON "ChainCheck"("programmeIds", "askedAt" DESC);

-- CreateIndex
CREATE INDEX "ChainCheckFault_checkId_idx" ON "ChainCheckFault"("checkId");

-- AddForeignKey
ALTER TABLE "ChainCheckFault" ADD CONSTRAINT "ChainCheckFault_checkId_fkey" FOREIGN KEY ("checkId") REFERENCES "ChainCheck"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
