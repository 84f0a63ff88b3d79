import { type Actor, type Decision, definePolicy, type Relation, refuse, signedIn } from '../policy/index.ts'

/** Those who run whole programmes (R148). */
const writers: readonly Relation[] = ['coordinator', 'director', 'networkDirector', 'collegeAdmin']

const notWriter = refuse(
  'announcement.writer',
  'Only those who run all the programmes of an announcement write, change or withdraw it.',
  'the programme coordinator',
  { label: 'Whom to ask', href: '/help/contacts' },
)

/** The programmes for which somebody may write; null for whoever writes for none, as delegates do (C15). */
export const writesFor = ({ relation, reach, delegate }: Actor): string[] | null =>
  !delegate && reach.by === 'programmes' && writers.includes(relation) ? reach.ids : null

/** Announcements as those see them who write them: everything that concerns their programmes, planned and withdrawn too. */
export const writingPolicy = definePolicy({
  visible: writesFor,
  actions: {
    keep: (actor: Actor, { programmeIds }: { programmeIds: readonly string[] }): Decision => {
      const mine = writesFor(actor) ?? []
      return (mine.length > 0 && programmeIds.every((id) => mine.includes(id))) || notWriter
    },
  },
})

/** Announcements as those see them for whom they are, in the role in which they act. */
export const readingPolicy = definePolicy({
  visible: (actor: Actor): Actor | null => (signedIn(actor) ? actor : null),
  actions: {},
})
