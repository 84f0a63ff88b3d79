import { admissionListener } from './admissions/index.ts'
import { receiptListener, traceListener } from './integrity/index.ts'
import type { Listener } from './kit/command.ts'
import { noteListener } from './logs/index.ts'
import { progressListener } from './progress/index.ts'
import { changeListener } from './reviews/index.ts'
import { activityListener } from './training/index.ts'

/** Who hears of every change, inside its transaction, in this order. */
export const listeners: readonly Listener[] = [
  // One a line.
  activityListener,
  progressListener,
  noteListener,
  receiptListener,
  traceListener,
  changeListener,
  admissionListener,
]
