-- AlterTable
ALTER TABLE "Mail" ADD COLUMN     "aboutId" UUID;

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "fromId" UUID NOT NULL,
    "fromName" TEXT NOT NULL,
    "fromRole" TEXT NOT NULL,
    "roleKey" TEXT NOT NULL,
    "subject" TEXT,
    "text" TEXT,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "toldAt" TIMESTAMPTZ(3),

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MessageTo" (
    "messageId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,

    CONSTRAINT "MessageTo_pkey" PRIMARY KEY ("messageId","personId")
);

-- CreateIndex
CREATE INDEX "Message_fromId_createdAt_idx" ON "Message"("fromId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "MessageTo_personId_idx" ON "MessageTo"("personId");

-- CreateIndex
CREATE INDEX "Mail_aboutId_idx" ON "Mail"("aboutId");

-- AddForeignKey
ALTER TABLE "MessageTo" ADD CONSTRAINT "MessageTo_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageTo" ADD CONSTRAINT "MessageTo_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageTo" ADD CONSTRAINT "MessageTo_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
