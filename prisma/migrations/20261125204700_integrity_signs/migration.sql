-- CreateTable
CREATE TABLE "SignInTrace" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "browser" TEXT,
    "network" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInTrace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SigningTrace" (
    "recordId" UUID NOT NULL,
    "portfolioId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "browser" TEXT,
    "network" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SigningTrace_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "IntegrityFlag" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recordIds" UUID[],
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IntegrityFlag_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SignInTrace_personId_idx" ON "SignInTrace"("personId");

-- CreateIndex
CREATE INDEX "SignInTrace_browser_idx" ON "SignInTrace"("browser");

-- CreateIndex
CREATE INDEX "SignInTrace_network_idx" ON "SignInTrace"("network");

-- CreateIndex
CREATE INDEX "SignInTrace_at_idx" ON "SignInTrace"("at");

-- CreateIndex
CREATE INDEX "SigningTrace_enrolmentId_idx" ON "SigningTrace"("enrolmentId");

-- CreateIndex
CREATE INDEX "SigningTrace_network_idx" ON "SigningTrace"("network");

-- CreateIndex
CREATE INDEX "SigningTrace_at_idx" ON "SigningTrace"("at");

-- CreateIndex
CREATE INDEX "IntegrityFlag_enrolmentId_idx" ON "IntegrityFlag"("enrolmentId");

-- CreateIndex
CREATE INDEX "IntegrityFlag_programmeId_at_idx" ON "IntegrityFlag"("programmeId", "at");
