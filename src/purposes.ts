import { announcementStands } from './announcements/index.ts'
import { applicationWaits } from './applications/index.ts'
import { letterStillHolds, tellUndelivered } from './assessments/index.ts'
import { linkStillHolds } from './identity/index.ts'
import type { MailPurposes } from './notices/index.ts'
import { raterLetterHolds, raterUndelivered } from './rounds/index.ts'

/** What rooms say about mails of their purposes. */
export const mailPurposes: MailPurposes = {
  'assessment.request': { wanted: letterStillHolds, failed: tellUndelivered },
  'assessment.reminder': { wanted: letterStillHolds, failed: tellUndelivered },
  'round.request': { wanted: raterLetterHolds, failed: raterUndelivered },
  'round.reminder': { wanted: raterLetterHolds },
  'account.invitation': { wanted: linkStillHolds },
  'account.reset': { wanted: linkStillHolds },
  'account.address': { wanted: linkStillHolds },
  'application.waiting': { wanted: applicationWaits },
  'correction.asked': {
    wanted: async ({ db }, { recordId }) =>
      recordId !== null && (await db.correction.count({ where: { recordId, state: 'asked' } })) > 0,
  },
  'correction.decided': { wanted: async () => true },
  'record.dispute': { wanted: async () => true },
  // Says that nothing more is needed, or what its reader did themselves: true whatever happened since.
  'assessment.withdrawn': { wanted: async () => true },
  'assessment.receipt': { wanted: async () => true },
  announcement: { wanted: announcementStands },
  // To whoever signed, by the way on which they came: an account or the link of their form.
  'record.replied': { wanted: async () => true },
}
