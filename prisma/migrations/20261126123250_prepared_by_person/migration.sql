-- AlterTable
ALTER TABLE "Draft" ADD COLUMN     "preparedById" UUID;
