-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "lastRoleKey" TEXT;
