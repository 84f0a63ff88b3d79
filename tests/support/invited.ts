import { newId } from '../../src/kit/ids.ts'
import type { World } from './world.ts'

/** Dr Nova Quill, invited by the world's college to supervise: no grade yet, an address that nobody has proved. */
export async function invitedSupervisor({ db, clock, ids }: World): Promise<{ id: string; email: string }> {
  const id = newId()
  const email = `nova.${id}@hospital.example`
  const now = new Date(clock.now().epochMilliseconds)
  await db.person.create({
    data: {
      ...{ id, title: 'Dr', givenName: 'Nova', familyName: 'Quill', account: { create: {} } },
      identifiers: { create: { id: newId(), kind: 'email', value: email, normalised: email, primary: true } },
      linkTokens: {
        create: {
          ...{ id: newId(), purpose: 'invitation', data: { collegeId: ids.college, email }, createdAt: now },
          expiresAt: new Date(now.getTime() + 14 * 86_400_000),
        },
      },
    },
  })
  return { id, email }
}
