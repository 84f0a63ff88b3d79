import { rooms } from '../src/rooms.ts'
import { headingOf } from './support/forms.ts'
import { elsewhere, everyPage, expectation, people, rolesIn, type Who } from './support/pages.ts'
import { testWorld, type World } from './support/world.ts'

/**
 * Every GET route as every role: status and heading, written by hand. A route that is not in the table fails, and so
 * does an answer that the table does not state (decision 47; house rule 16).
 */

const world = await testWorld()
const roleOf = await rolesIn(world)
const table = await everyPage(world)
const browsers = Object.fromEntries(
  await Promise.all(
    people.map(async (who) => [who, who === 'visitor' ? world.visitor() : await world.as(who, roleOf[who])] as const),
  ),
) as Record<Who, ReturnType<World['visitor']>>

describe('every page as every role', () => {
  it.each(table.map((row) => [row.route, row] as const))('R44: %s', async (_route, row) => {
    for (const who of people) {
      const answer = await browsers[who].get(row.path)
      const { status, heading } = expectation(row, who)
      expect([who, row.path, answer.status]).toEqual([who, row.path, status])
      if (heading !== null && !row.bytes) {
        expect(headingOf(answer.text)).toMatch(heading)
        // A tab without a name of its own is lost among many.
        expect(answer.text).toMatch(/<title>[^<]+ – Attest<\/title>/)
      }
    }
  })

  it('knows every route', () => {
    const routes = rooms.flatMap(({ path, room }) =>
      room.routes.filter(({ verb }) => verb === 'get').map((route) => (path === '/' ? '' : path) + route.path),
    )
    const known = new Set([...table.map(({ route }) => route), ...Object.keys(elsewhere)])
    expect(routes.filter((route) => !known.has(route))).toEqual([])
  })
})
