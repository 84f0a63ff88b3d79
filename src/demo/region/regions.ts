import { intensive } from '../intensive/plan.ts'
import { oncology } from '../oncology/plan.ts'
import { radiology } from '../radiology/plan.ts'
import type { RegionPlan } from './plan.ts'

/** The regions of the demo beside that of Internal Medicine. */
export const regions: readonly RegionPlan[] = [
  {
    short: 'FICM',
    network: 'North East critical care network',
    sites: [
      ['Northport Heart Centre', 'Northport'],
      ['Tarn Valley Hospital', 'Tarnmouth'],
      ['Castle Hill General', 'Aldchester'],
    ],
    courses: [intensive],
  },
  {
    short: 'RANZCR',
    network: 'Southern Rivers network',
    sites: [
      ['Bayside Hospital', 'Port Lorne'],
      ['Ranges Hospital', 'Mount Carey'],
      ['Wattle Children’s Hospital', 'Port Lorne'],
      ['Gorge Base Hospital', 'Arden Falls'],
    ],
    courses: [radiology, oncology],
  },
]
