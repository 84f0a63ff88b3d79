import { join } from 'node:path'
import type { Ingredients } from '../compose.ts'
import { dateIn } from '../kit/clock.ts'
import { root } from '../kit/root.ts'
import { publishPack } from '../programmes/index.ts'
import { loadPackFolder } from '../programmes/load.ts'
import { setUpDemo } from './setup.ts'

const imt = 'prisma/packs/internal-medicine/2019.1'

/** Fills an empty installation with the demo; does nothing where there is a programme already. */
export async function fillDemo({ db, clock }: Ingredients): Promise<void> {
  if ((await db.programme.count()) > 0) return
  const pack = await loadPackFolder(join(root, imt))
  const now = clock.now()
  await db.$transaction(
    async (tx) => {
      const packVersionId = await publishPack(tx, pack, new Date(now.epochMilliseconds))
      return setUpDemo(tx, pack, packVersionId, dateIn(now, pack.pack.timeZone))
    },
    { timeout: 60_000 },
  )
}
