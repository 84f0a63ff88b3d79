import type { Config } from './kit/config.ts'
import type { Actor } from './policy/index.ts'
import type { PackLibrary } from './programmes/index.ts'

/**
 * Where the clocks of the acting role's programme stand (decision 18); the installation's where there is none. Costs no
 * query: packs are kept in memory.
 */
export async function zoneOf(
  packs: Pick<PackLibrary, 'get'>,
  { own, sight }: Pick<Actor, 'own' | 'sight'>,
  { timeZone }: Pick<Config, 'timeZone'>,
): Promise<string> {
  const version = own?.packVersionId ?? sight[0]?.packVersionId
  return version ? (await packs.get(version)).pack.pack.timeZone : timeZone
}
