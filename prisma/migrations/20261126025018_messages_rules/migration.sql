-- What is sent says something, and nobody is told of what is not sent.

ALTER TABLE "Message" ADD CONSTRAINT "Message_words" CHECK (
  "sentAt" IS NULL OR (btrim(coalesce("subject", '')) <> '' AND btrim(coalesce("text", '')) <> ''));
ALTER TABLE "Message" ADD CONSTRAINT "Message_told" CHECK ("toldAt" IS NULL OR "sentAt" IS NOT NULL);
