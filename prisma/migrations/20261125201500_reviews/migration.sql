-- CreateTable
CREATE TABLE "Change" (
    "enrolmentId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "recordId" UUID NOT NULL,
    "section" TEXT NOT NULL,
    "packVersionId" UUID NOT NULL,
    "formKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "itemKeys" TEXT[],
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("enrolmentId","seq")
);

-- CreateTable
CREATE TABLE "ChangeHead" (
    "enrolmentId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "ChangeHead_pkey" PRIMARY KEY ("enrolmentId")
);

-- CreateTable
CREATE TABLE "ChangeMark" (
    "personId" UUID NOT NULL,
    "roleKey" TEXT NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChangeMark_pkey" PRIMARY KEY ("personId","roleKey","enrolmentId")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "askedOfId" UUID NOT NULL,
    "askedOfName" TEXT NOT NULL,
    "roleKey" TEXT NOT NULL,
    "words" TEXT,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Review_enrolmentId_at_idx" ON "Review"("enrolmentId", "at");
