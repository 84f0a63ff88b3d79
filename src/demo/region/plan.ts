import type { Tale } from './tale.ts'

/** A role that somebody holds at a hospital (by its index), in the network, the programme or the college. */
export interface RolePlan {
  role: string
  at: 'site' | 'network' | 'programme' | 'college'
  site?: number
}

/** Somebody who works in a programme and is no trainee of it. */
export interface StaffPlan {
  name: string
  grade: string
  specialty: string | null
  roles?: readonly RolePlan[]
  /** The hospital where they assess; anywhere, unless said. */
  site?: number
  /** A short account name, and what the sign-in page says of it. */
  account?: string
  about?: string
  /** Whether trainees have them as educational supervisor. */
  educational?: boolean
}

/** Somebody in training. */
export interface LearnerPlan {
  name: string
  /** Months of training behind them. */
  months: number
  /** Index of the present hospital. */
  site: number
  /** How much they do: 1 is on course, 0 has just begun. */
  pace: number
  fte?: number
  account?: string
  about?: string
  exitRoute?: string
  /** Whether they train in Internal Medicine, too. */
  dual?: boolean
  /** Pinned to the older version of the pack. */
  older?: boolean
}

/** One programme of a region: its pack, its people, and how their months are told. */
export interface CoursePlan {
  /** Folder of the pack below `prisma/packs`. */
  pack: string
  older?: string
  name: string
  /** What the hospitals are accredited for. */
  accredited: string
  staff: readonly StaffPlan[]
  learners: readonly LearnerPlan[]
  /** What a post is called and its specialty, from the first half year on. */
  posts: (learner: LearnerPlan, half: number) => { title: string; specialty?: string }
  /** Notes what happened to one trainee; nothing is done yet. */
  tell: (tale: Tale) => void
}

/** A college's region: its hospitals, and the programmes that run in them. */
export interface RegionPlan {
  short: string
  network: string
  sites: readonly (readonly [name: string, town: string])[]
  courses: readonly CoursePlan[]
}
