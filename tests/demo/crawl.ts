import type { Express } from 'express'
import request from 'supertest'
import { demoEmail, demoPassword } from '../../src/demo/cast.ts'

/** Files and what ends the session; they are no pages to look at. */
const skipped = /sign-out|\.(css|js|woff2?|svg|png|ico|webmanifest)(\?|$)/

/** A link by its shape: ids, values and items of the curriculum left out. */
const shapeOf = (path: string): string =>
  path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/=[^&]*/g, '=')
    .replace(/(curriculum|sign-off)\/[^/?]+/, '$1/ITEM')

/**
 * Follows every link from home on, two of each shape, as one of the demo's accounts.
 * @returns how many pages there were, and "status path <- where it stood" of each that was refused or broke
 */
export async function crawl(app: Express, account: string): Promise<{ pages: number; broken: string[] }> {
  const agent = request.agent(app)
  await agent
    .post('/sign-in')
    .type('form')
    .send({ login: demoEmail(account), password: demoPassword, back: '/' })
  const from = new Map<string, string>([['/', '']])
  const shapes = new Map<string, number>()
  const broken: string[] = []
  const follow = (to: string, path: string) => {
    if (!to.startsWith('/') || to.startsWith('//') || from.has(to) || skipped.test(to)) return
    const shape = shapeOf(to)
    const count = (shapes.get(shape) ?? 0) + 1
    shapes.set(shape, count)
    if (count <= 2) from.set(to, path)
  }
  // The map grows while it is walked, and hands out what is added.
  for (const [path, where] of from) {
    const answer = await agent.get(path)
    if (answer.status >= 400) broken.push(`${answer.status} ${path} <- ${where}`)
    else if (answer.status >= 300) follow(answer.headers.location ?? '', path)
    else if (answer.type.includes('html'))
      for (const [, href = ''] of answer.text.matchAll(/(?:href|src)="([^"#]+)/g)) {
        const to = href.replaceAll('&amp;', '&')
        follow(to.startsWith('?') ? `${path.split('?')[0]}${to}` : to, path)
      }
  }
  return { pages: from.size, broken }
}
