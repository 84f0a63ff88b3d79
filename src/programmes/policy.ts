import { type Actor, definePolicy, refuse } from '../policy/index.ts'
import type { Finding } from './lint.ts'

/** The programmes whose packs an administrator looks after. */
export interface PackReach {
  programmeIds: string[]
}

interface UploadFacts {
  findings: readonly Finding[]
}

/** Packs of a college: for its administrators alone. Everybody reads them through their own pages. */
export const packsPolicy = definePolicy({
  visible: (actor: Actor): PackReach | null =>
    actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? { programmeIds: actor.reach.ids } : null,
  actions: {
    upload: () => true as const,
    publish: (_actor: Actor, { findings }: UploadFacts) =>
      findings.length === 0
        ? true
        : refuse(
            'packs.findings',
            'This pack has findings, so it cannot be published.',
            'Whoever mends the files and uploads them again.',
          ),
  },
})
