-- A form's version is said by its pack version, which never changes: a second list of them could only contradict it.
-- DropTable
DROP TABLE "FormVersion";
