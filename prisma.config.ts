import { defineConfig } from 'prisma/config'

/** For Prisma's own command line, such as `prisma migrate deploy`; Attest itself needs none of it. */
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
