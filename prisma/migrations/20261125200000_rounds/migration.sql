-- CreateEnum
CREATE TYPE "RoundState" AS ENUM ('selfRating', 'listing', 'open', 'short', 'closed', 'released', 'ended');

-- CreateTable
CREATE TABLE "Round" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "packVersionId" UUID NOT NULL,
    "releasedBy" TEXT[],
    "state" "RoundState" NOT NULL,
    "self" JSONB,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "releasedAt" TIMESTAMPTZ(3),
    "recordId" UUID,

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoundRater" (
    "id" UUID NOT NULL,
    "roundId" UUID NOT NULL,
    "personId" UUID,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "answered" BOOLEAN NOT NULL DEFAULT false,
    "declined" BOOLEAN NOT NULL DEFAULT false,
    "lost" BOOLEAN NOT NULL DEFAULT false,
    "reminded" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RoundRater_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoundTally" (
    "roundId" UUID NOT NULL,
    "groupKey" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "RoundTally_pkey" PRIMARY KEY ("roundId","groupKey","question","value")
);

-- CreateTable
CREATE TABLE "RoundComment" (
    "id" UUID NOT NULL,
    "roundId" UUID NOT NULL,
    "groupKey" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "removed" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RoundComment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Round_recordId_key" ON "Round"("recordId");

-- CreateIndex
CREATE INDEX "Round_enrolmentId_idx" ON "Round"("enrolmentId");

-- CreateIndex
CREATE INDEX "Round_state_endsAt_idx" ON "Round"("state", "endsAt");

-- CreateIndex
CREATE INDEX "RoundRater_personId_idx" ON "RoundRater"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "RoundRater_roundId_email_key" ON "RoundRater"("roundId", "email");

-- CreateIndex
CREATE INDEX "RoundComment_roundId_idx" ON "RoundComment"("roundId");

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_packVersionId_fkey" FOREIGN KEY ("packVersionId") REFERENCES "PackVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundRater" ADD CONSTRAINT "RoundRater_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundRater" ADD CONSTRAINT "RoundRater_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundTally" ADD CONSTRAINT "RoundTally_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RoundComment" ADD CONSTRAINT "RoundComment_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
