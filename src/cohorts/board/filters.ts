import { Prisma } from '../../generated/client.ts'

/** Ready-made filters: the chips above the board. */
export const filters = [
  'all',
  'attention',
  'overdue',
  'behind',
  'onTrack',
  'reviewSoon',
  'noSupervisor',
  'noClinical',
  'noPost',
  'declarations',
  'notEnrolled',
  'frozen',
  'away',
  'ltft',
] as const
export type Filter = (typeof filters)[number]

export const filterLabels: Record<Filter, string> = {
  all: 'All',
  attention: 'Need attention',
  overdue: 'Overdue',
  behind: 'Behind pace',
  onTrack: 'On track',
  reviewSoon: 'Review within 8 weeks',
  noSupervisor: 'No supervisor',
  noClinical: 'No clinical supervisor',
  noPost: 'No post',
  declarations: 'Declarations to make',
  notEnrolled: 'Not enrolled',
  frozen: 'Frozen',
  away: 'Away',
  ltft: 'Less than full time',
}

const noClinical = Prisma.sql`("supervisedClinically" and clinical is null)`
/** Somebody who is away needs no post. */
const noPost = Prisma.sql`(post is null and away is null)`

export const filterSql: Record<Filter, Prisma.Sql> = {
  all: Prisma.sql`true`,
  attention: Prisma.sql`(overdue > 0 or (supervised and educational is null) or ${noClinical} or ${noPost} or state = 'frozen')`,
  overdue: Prisma.sql`overdue > 0`,
  behind: Prisma.sql`behind > 0`,
  onTrack: Prisma.sql`(overdue = 0 and behind = 0)`,
  reviewSoon: Prisma.sql`"reviewSoon"`,
  noSupervisor: Prisma.sql`(supervised and educational is null)`,
  noClinical,
  noPost,
  declarations: Prisma.sql`declarations > 0`,
  notEnrolled: Prisma.sql`state in ('invited', 'unenrolled')`,
  frozen: Prisma.sql`state = 'frozen'`,
  away: Prisma.sql`away is not null`,
  ltft: Prisma.sql`"ftePercent" < 100`,
}
