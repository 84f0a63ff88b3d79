import { hashPassword } from '../../src/identity/index.ts'
import { FormPage } from '../support/forms.ts'
import type { World } from '../support/world.ts'

export const password = 'seven quiet herons'

/** Gives somebody of the world a password and returns their id. */
export async function withPassword(world: World, name: keyof World['person']): Promise<string> {
  const personId = world.person[name]
  await world.db.account.update({ where: { personId }, data: { passwordHash: await hashPassword(password) } })
  return personId
}

/** Signs in through the real form. */
export async function signInAs(agent: ReturnType<World['visitor']>, login: string, typed = password, query = '') {
  const page = await agent.get(`/sign-in${query}`)
  return FormPage.from(page, 'form[action="/sign-in"]').fill({ login, password: typed }).submit(agent)
}
