import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { runJobsOnce } from '../../src/kit/jobs.ts'
import { createLog } from '../../src/kit/log.ts'
import { tasksOf } from '../../src/worker.ts'
import { FormPage } from '../support/forms.ts'
import type { World } from '../support/world.ts'

type Agent = Awaited<ReturnType<World['as']>>
export type Row = Record<string, string>

/** Sheets that wait in the queue. */
export async function work({ db, url, clock, config, services }: World): Promise<void> {
  const tasks = tasksOf({ db, clock, config, log: createLog('silent') }, services, null)
  await runJobsOnce(url, { 'changeovers.work': tasks['changeovers.work']! })
}

/** The template as it is downloaded, by its headings. */
export async function template(agent: Agent, programmeId: string): Promise<Row[]> {
  const answer = await agent.get(`/changeovers/template/${programmeId}/sheet.csv`)
  return parse(answer.text, { columns: true, bom: true }) as Row[]
}

export const csv = (rows: readonly Row[]): Buffer => Buffer.from(stringify([...rows], { header: true }))

/** Sends a sheet; answers where its dry run is, or the page that came back. */
export async function send(agent: Agent, content: Buffer, name = 'february.csv') {
  const form = FormPage.from(await agent.get('/changeovers'), 'form.form')
  const answer = await form.submit(agent, 'Check it', { sheet: { name, content } })
  return { answer, path: answer.headers.location ?? null }
}

/** Presses a button on the page of a sheet, and lets the queue do its work. */
export async function press(world: World, agent: Agent, path: string, button: string) {
  world.clock.advance({ minutes: 1 })
  const page = await agent.get(path)
  const action = `${path}/${button}`
  await FormPage.from(page, `form[action="${action}"]`).submit(agent)
  await work(world)
  return agent.get(path)
}

/** Posts and supervisors as they stand, without the ids of supervisions. */
export async function onRecord({ db }: Pick<World, 'db'>) {
  const posts = await db.placement.findMany({ orderBy: { id: 'asc' } })
  const spans = await db.supervision.findMany({ omit: { id: true } })
  return { posts, spans: spans.map((span) => JSON.stringify(span)).sort() }
}
