import { newId } from '../src/kit/ids.ts'
import { rooms } from '../src/rooms.ts'
import { headingOf, wordsOf } from './support/forms.ts'
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

/** What a browser never sends, but others do: nothing, lists where one word belongs, a form within a form. */
const shapes: Record<string, (name: string) => string> = {
  nothing: () => '',
  lists: (name) => `${name}[]=1&${name}[]=2`,
  forms: (name) => `${name}[a]=1`,
  'words that are no day': (name) => `${name}=soon`,
}
const fields = [
  ...['kind', 'personId', 'from', 'until', 'reason', 'role', 'email', 'givenName', 'familyName', 'register', 'number'],
  ...['dateOfBirth', 'phone', 'grade', 'what', 'contact', 'login', 'password', 'current', 'theme', 'words', 'answer'],
  ...['code', 'recovery', 'pin', 'again', 'lostReason'],
]
const leaving = ['/sign-out', '/acting']

describe('every form as sent by nobody’s browser', () => {
  const posts = rooms.flatMap(({ path, room }) =>
    room.routes.filter(({ verb }) => verb === 'post').map((route) => (path === '/' ? '' : path) + route.path),
  )
  const senders = ['amara', 'helen', 'sam', 'morgan'] as const

  it.each(posts.filter((path) => !leaving.includes(path)))('is answered in plain words: %s', async (path) => {
    for (const who of senders) {
      const agent = await world.as(who, roleOf[who])
      const token = /name="_csrf" value="([^"]+)"/.exec((await agent.get('/profile')).text)?.[1] ?? ''
      const to = path
        .replace(':enrolmentId', world.enrolment.amara)
        .replace(':personId', world.person.tom)
        .replace(/:\w+/g, newId())
      for (const [shape, write] of Object.entries(shapes)) {
        const body = [`_csrf=${encodeURIComponent(token)}`, ...fields.map(write)].filter(Boolean).join('&')
        const answer = await agent.post(to).type('form').send(body)
        expect([who, shape, answer.status < 500]).toEqual([who, shape, true])
        expect(wordsOf(answer)).not.toMatch(/Invalid input|expected (string|one of)|received/)
      }
    }
  })
})
