-- CreateEnum
CREATE TYPE "RequestState" AS ENUM ('sent', 'opened', 'started', 'completed', 'declined', 'expired', 'withdrawn');

-- CreateEnum
CREATE TYPE "RecordStatus" AS ENUM ('requested', 'submitted', 'signed', 'held', 'declined', 'withdrawn', 'expired', 'void');

-- CreateEnum
CREATE TYPE "SharedState" AS ENUM ('private', 'shared');

-- CreateEnum
CREATE TYPE "IdentifierKind" AS ENUM ('email', 'memberId', 'gmc', 'mcnz', 'ahpra', 'nmc');

-- CreateEnum
CREATE TYPE "AccountState" AS ENUM ('invited', 'active', 'suspended', 'closed');

-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('queued', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "PackOrigin" AS ENUM ('shipped', 'local');

-- CreateEnum
CREATE TYPE "FigureStatus" AS ENUM ('met', 'short', 'notDue', 'overdue', 'waived', 'review', 'notComputed');

-- CreateEnum
CREATE TYPE "JudgementKind" AS ENUM ('self', 'supervisor', 'panel');

-- CreateEnum
CREATE TYPE "EnrolmentState" AS ENUM ('invited', 'unenrolled', 'enrolled', 'frozen', 'closed');

-- CreateEnum
CREATE TYPE "SupervisionKind" AS ENUM ('educational', 'clinical');

-- CreateTable
CREATE TABLE "AssessmentRequest" (
    "recordId" UUID NOT NULL,
    "state" "RequestState" NOT NULL DEFAULT 'sent',
    "assessorEmail" TEXT NOT NULL,
    "assessorName" TEXT NOT NULL,
    "message" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "fetchedAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "declineReason" TEXT,

    CONSTRAINT "AssessmentRequest_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "actorRole" TEXT NOT NULL,
    "subjectId" UUID,
    "enrolmentId" UUID,
    "recordId" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "requestId" TEXT,
    "sessionId" TEXT,
    "ip" TEXT,
    "device" TEXT,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Record" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "packVersionId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "assessorId" UUID,
    "status" "RecordStatus" NOT NULL,
    "sharedState" "SharedState" NOT NULL DEFAULT 'shared',
    "occurredOn" DATE NOT NULL,
    "formKey" TEXT NOT NULL,
    "formVersion" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "rev" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Link" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "itemKey" TEXT NOT NULL,
    "starred" BOOLEAN NOT NULL DEFAULT false,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Share" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StoredFile" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "mime" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'record',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StoredFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecordFile" (
    "recordId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "field" TEXT NOT NULL,

    CONSTRAINT "RecordFile_pkey" PRIMARY KEY ("recordId","fileId")
);

-- CreateTable
CREATE TABLE "RecordVersion" (
    "id" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "portfolioId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "contentHash" TEXT NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "rendered" JSONB NOT NULL,
    "signerId" UUID NOT NULL,
    "signerName" TEXT NOT NULL,
    "signerRole" TEXT NOT NULL,
    "assurance" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "RecordVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChainHead" (
    "portfolioId" UUID NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "hash" TEXT,

    CONSTRAINT "ChainHead_pkey" PRIMARY KEY ("portfolioId")
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "href" TEXT NOT NULL DEFAULT '',
    "roleKey" TEXT NOT NULL DEFAULT '',
    "values" JSONB NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SubmissionKey" (
    "key" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "location" TEXT NOT NULL,
    "flash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SubmissionKey_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "BreachReport" (
    "id" UUID NOT NULL,
    "personId" UUID,
    "what" TEXT NOT NULL,
    "contact" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handledAt" TIMESTAMPTZ(3),

    CONSTRAINT "BreachReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "title" TEXT,
    "givenName" TEXT NOT NULL,
    "familyName" TEXT NOT NULL,
    "grade" TEXT,
    "claimedGrade" TEXT,
    "specialty" TEXT,
    "phone" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "detailsCheckedAt" TIMESTAMPTZ(3),
    "photoFileId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Identifier" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" "IdentifierKind" NOT NULL,
    "value" TEXT NOT NULL,
    "normalised" TEXT NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3),
    "primary" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "personId" UUID NOT NULL,
    "state" "AccountState" NOT NULL DEFAULT 'invited',
    "passwordHash" TEXT,
    "suspendedReason" TEXT,
    "suspendedAt" TIMESTAMPTZ(3),
    "theme" TEXT NOT NULL DEFAULT 'auto',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "Session" (
    "sid" TEXT NOT NULL,
    "personId" UUID,
    "data" JSONB NOT NULL,
    "ip" TEXT,
    "device" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "touchedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "SignIn" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "ip" TEXT,
    "device" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LinkToken" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "spentAt" TIMESTAMPTZ(3),

    CONSTRAINT "LinkToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "scopeKind" TEXT NOT NULL,
    "scopeId" UUID,
    "from" DATE NOT NULL,
    "until" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" UUID NOT NULL,
    "messageId" TEXT NOT NULL,
    "toAddress" TEXT NOT NULL,
    "toPersonId" UUID,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT,
    "purpose" TEXT NOT NULL,
    "recordId" UUID,
    "state" "MailState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "roleKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" UUID,
    "recordId" UUID,
    "text" TEXT NOT NULL,
    "detail" TEXT,
    "href" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "College" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "short" TEXT NOT NULL,
    "contacts" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "College_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Network" (
    "id" UUID NOT NULL,
    "collegeId" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Site" (
    "id" UUID NOT NULL,
    "networkId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "town" TEXT,
    "contacts" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PackVersion" (
    "id" UUID NOT NULL,
    "packKey" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "origin" "PackOrigin" NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "publishedById" UUID,

    CONSTRAINT "PackVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FormVersion" (
    "id" UUID NOT NULL,
    "formKey" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FormVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" UUID NOT NULL,
    "packKey" TEXT NOT NULL,
    "collegeId" UUID NOT NULL,
    "networkId" UUID,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "contacts" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RuleFigure" (
    "enrolmentId" UUID NOT NULL,
    "ruleId" TEXT NOT NULL,
    "have" DOUBLE PRECISION NOT NULL,
    "need" DOUBLE PRECISION NOT NULL,
    "pace" DOUBLE PRECISION,
    "status" "FigureStatus" NOT NULL,
    "dueOn" DATE,
    "because" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RuleFigure_pkey" PRIMARY KEY ("enrolmentId","ruleId")
);

-- CreateTable
CREATE TABLE "Judgement" (
    "recordId" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "itemKey" TEXT NOT NULL,
    "kind" "JudgementKind" NOT NULL,
    "outcome" TEXT NOT NULL,
    "level" TEXT,
    "stageKey" TEXT,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "byRole" TEXT NOT NULL,
    "comment" TEXT,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Judgement_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "Enrolment" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "packVersionId" UUID NOT NULL,
    "state" "EnrolmentState" NOT NULL DEFAULT 'enrolled',
    "startsOn" DATE NOT NULL,
    "endsOn" DATE NOT NULL,
    "ftePercent" INTEGER NOT NULL DEFAULT 100,
    "exitRoute" TEXT,
    "reviewOn" DATE,
    "evidenceDueOn" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastActiveAt" TIMESTAMPTZ(3),

    CONSTRAINT "Enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StagePeriod" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "stageKey" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE,

    CONSTRAINT "StagePeriod_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Placement" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "siteId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "specialty" TEXT,
    "track" TEXT NOT NULL DEFAULT 'main',
    "from" DATE NOT NULL,
    "until" DATE,

    CONSTRAINT "Placement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Supervision" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "kind" "SupervisionKind" NOT NULL,
    "track" TEXT NOT NULL DEFAULT 'main',
    "from" DATE NOT NULL,
    "until" DATE,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Supervision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AssessmentRequest_state_expiresAt_idx" ON "AssessmentRequest"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "AuditEvent_subjectId_at_idx" ON "AuditEvent"("subjectId", "at" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_at_idx" ON "AuditEvent"("actorId", "at" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_recordId_idx" ON "AuditEvent"("recordId");

-- CreateIndex
CREATE INDEX "Record_personId_occurredOn_id_idx" ON "Record"("personId", "occurredOn" DESC, "id");

-- CreateIndex
CREATE INDEX "Record_enrolmentId_formKey_occurredOn_idx" ON "Record"("enrolmentId", "formKey", "occurredOn");

-- CreateIndex
CREATE INDEX "Record_enrolmentId_occurredOn_id_idx" ON "Record"("enrolmentId", "occurredOn" DESC, "id");

-- CreateIndex
CREATE INDEX "Record_programmeId_occurredOn_id_idx" ON "Record"("programmeId", "occurredOn" DESC, "id");

-- CreateIndex
CREATE INDEX "Record_assessorId_status_idx" ON "Record"("assessorId", "status");

-- CreateIndex
CREATE INDEX "Link_enrolmentId_itemKey_idx" ON "Link"("enrolmentId", "itemKey");

-- CreateIndex
CREATE UNIQUE INDEX "Link_recordId_enrolmentId_itemKey_key" ON "Link"("recordId", "enrolmentId", "itemKey");

-- CreateIndex
CREATE INDEX "Share_personId_idx" ON "Share"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Share_recordId_personId_key" ON "Share"("recordId", "personId");

-- CreateIndex
CREATE INDEX "StoredFile_ownerId_idx" ON "StoredFile"("ownerId");

-- CreateIndex
CREATE INDEX "StoredFile_sha256_idx" ON "StoredFile"("sha256");

-- CreateIndex
CREATE INDEX "RecordFile_fileId_idx" ON "RecordFile"("fileId");

-- CreateIndex
CREATE INDEX "RecordVersion_recordId_idx" ON "RecordVersion"("recordId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordVersion_portfolioId_seq_key" ON "RecordVersion"("portfolioId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "RecordVersion_portfolioId_prev_key" ON "RecordVersion"("portfolioId", "prev");

-- CreateIndex
CREATE UNIQUE INDEX "Draft_personId_key_key" ON "Draft"("personId", "key");

-- CreateIndex
CREATE INDEX "SubmissionKey_createdAt_idx" ON "SubmissionKey"("createdAt");

-- CreateIndex
CREATE INDEX "Identifier_personId_idx" ON "Identifier"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Identifier_kind_normalised_key" ON "Identifier"("kind", "normalised");

-- CreateIndex
CREATE INDEX "Session_personId_idx" ON "Session"("personId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "SignIn_personId_at_idx" ON "SignIn"("personId", "at" DESC);

-- CreateIndex
CREATE INDEX "LinkToken_personId_purpose_idx" ON "LinkToken"("personId", "purpose");

-- CreateIndex
CREATE INDEX "Grant_personId_idx" ON "Grant"("personId");

-- CreateIndex
CREATE INDEX "Grant_scopeKind_scopeId_idx" ON "Grant"("scopeKind", "scopeId");

-- CreateIndex
CREATE UNIQUE INDEX "Mail_messageId_key" ON "Mail"("messageId");

-- CreateIndex
CREATE INDEX "Mail_createdAt_idx" ON "Mail"("createdAt" DESC);

-- CreateIndex
CREATE INDEX "Mail_recordId_idx" ON "Mail"("recordId");

-- CreateIndex
CREATE INDEX "Notice_personId_createdAt_idx" ON "Notice"("personId", "createdAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "College_key_key" ON "College"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Network_collegeId_name_key" ON "Network"("collegeId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Site_networkId_name_key" ON "Site"("networkId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "PackVersion_packKey_version_origin_key" ON "PackVersion"("packKey", "version", "origin");

-- CreateIndex
CREATE UNIQUE INDEX "FormVersion_formKey_version_key" ON "FormVersion"("formKey", "version");

-- CreateIndex
CREATE UNIQUE INDEX "FormVersion_formKey_sha256_key" ON "FormVersion"("formKey", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Programme_collegeId_name_key" ON "Programme"("collegeId", "name");

-- CreateIndex
CREATE INDEX "Judgement_enrolmentId_itemKey_at_idx" ON "Judgement"("enrolmentId", "itemKey", "at" DESC);

-- CreateIndex
CREATE INDEX "Enrolment_programmeId_idx" ON "Enrolment"("programmeId");

-- CreateIndex
CREATE UNIQUE INDEX "Enrolment_personId_programmeId_key" ON "Enrolment"("personId", "programmeId");

-- CreateIndex
CREATE INDEX "StagePeriod_enrolmentId_from_idx" ON "StagePeriod"("enrolmentId", "from");

-- CreateIndex
CREATE INDEX "Placement_enrolmentId_from_idx" ON "Placement"("enrolmentId", "from");

-- CreateIndex
CREATE INDEX "Placement_siteId_from_idx" ON "Placement"("siteId", "from");

-- CreateIndex
CREATE INDEX "Supervision_enrolmentId_kind_from_idx" ON "Supervision"("enrolmentId", "kind", "from");

-- CreateIndex
CREATE INDEX "Supervision_personId_from_idx" ON "Supervision"("personId", "from");

-- AddForeignKey
ALTER TABLE "AssessmentRequest" ADD CONSTRAINT "AssessmentRequest_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Record" ADD CONSTRAINT "Record_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Record" ADD CONSTRAINT "Record_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Record" ADD CONSTRAINT "Record_assessorId_fkey" FOREIGN KEY ("assessorId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Record" ADD CONSTRAINT "Record_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Record" ADD CONSTRAINT "Record_packVersionId_fkey" FOREIGN KEY ("packVersionId") REFERENCES "PackVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Link" ADD CONSTRAINT "Link_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Link" ADD CONSTRAINT "Link_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordFile" ADD CONSTRAINT "RecordFile_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordFile" ADD CONSTRAINT "RecordFile_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordVersion" ADD CONSTRAINT "RecordVersion_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Identifier" ADD CONSTRAINT "Identifier_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignIn" ADD CONSTRAINT "SignIn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkToken" ADD CONSTRAINT "LinkToken_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Network" ADD CONSTRAINT "Network_collegeId_fkey" FOREIGN KEY ("collegeId") REFERENCES "College"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Site" ADD CONSTRAINT "Site_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Programme" ADD CONSTRAINT "Programme_collegeId_fkey" FOREIGN KEY ("collegeId") REFERENCES "College"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Programme" ADD CONSTRAINT "Programme_networkId_fkey" FOREIGN KEY ("networkId") REFERENCES "Network"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleFigure" ADD CONSTRAINT "RuleFigure_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "Record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_packVersionId_fkey" FOREIGN KEY ("packVersionId") REFERENCES "PackVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StagePeriod" ADD CONSTRAINT "StagePeriod_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Placement" ADD CONSTRAINT "Placement_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Placement" ADD CONSTRAINT "Placement_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "Site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Supervision" ADD CONSTRAINT "Supervision_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Supervision" ADD CONSTRAINT "Supervision_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
