import { linkTokens } from '../../src/identity/index.ts'
import { runJobsOnce } from '../../src/kit/jobs.ts'
import { createLog } from '../../src/kit/log.ts'
import { tasksOf } from '../../src/worker.ts'
import { FormPage } from '../support/forms.ts'
import type { World } from '../support/world.ts'

type Agent = ReturnType<World['visitor']>
type Answer = Record<string, string>

/** Three consultants, three colleagues who are not doctors, and other doctors: twelve, as the programme asks. */
export const mix = [
  ...Array(4).fill('consultant'),
  ...Array(4).fill('registrar'),
  ...Array(4).fill('nurse'),
] as string[]

const domains = ['clinical', 'communication', 'colleagues', 'team', 'respect', 'reliability', 'teaching']

/** An answer with the same rating throughout. */
export const rating = (value: string, more: Answer = {}): Answer => ({
  ...Object.fromEntries(domains.map((key) => [`f.ratings.${key}`, value])),
  'f.overall': value,
  'f.concern': 'no',
  'f.declared': 'yes',
  ...(value === '1' ? { 'f.example': 'Twice the handover was left out.' } : {}),
  ...more,
})

/** The trainee opens a round through the page. */
export async function openKind(agent: Agent, kind: string): Promise<string> {
  const page = await agent.get('/rounds').expect(200)
  const opened = await FormPage.from(page, 'main form').forge({ kind }).submit(agent)
  expect(opened.status).toBe(303)
  return opened.headers.location!.split('/').at(-1)!
}

export async function rateSelf(agent: Agent, id: string, value = '2'): Promise<void> {
  const page = await agent.get(`/rounds/${id}/self`).expect(200)
  const { 'f.concern': _, ...answers } = rating(value)
  const kept = await FormPage.from(page, 'main form.form')
    .fill(Object.fromEntries(Object.entries(answers).filter(([key]) => key !== 'f.example')))
    .submit(agent)
  expect(kept.status).toBe(303)
}

export async function list(agent: Agent, id: string, grades: readonly string[], from = 0): Promise<void> {
  for (let at = 0; at < grades.length; at += 5) {
    const rows = grades.slice(at, at + 5).flatMap((grade, index) => [
      [`name${index}`, `Rater Number${from + at + index}`],
      [`email${index}`, `rater${from + at + index}@hospital.example`],
      [`grade${index}`, grade],
    ])
    const page = await agent.get(`/rounds/${id}`).expect(200)
    const added = await FormPage.from(page, `form[action="/rounds/${id}/raters"]`)
      .fill(Object.fromEntries(rows))
      .submit(agent)
    expect(added.status).toBe(303)
  }
}

/** Presses the one button that posts to an address. */
export async function press(agent: Agent, page: string, action: string) {
  return FormPage.from(await agent.get(page).expect(200), `form[action="${action}"]`).submit(agent)
}

/** A round that is sent to so many people. */
export async function sent(world: World, name: 'amara' | 'tom' = 'amara', grades = mix): Promise<string> {
  const agent = await world.as(name)
  const id = await openKind(agent, 'msf')
  await rateSelf(agent, id)
  await list(agent, id, grades)
  expect((await press(agent, `/rounds/${id}`, `/rounds/${id}/send`)).status).toBe(303)
  return id
}

/** The links of a round's raters, in the order in which they were listed. */
export async function links(world: World, roundId: string): Promise<string[]> {
  const raters = await world.db.roundRater.findMany({ where: { roundId }, orderBy: { id: 'asc' } })
  return raters.map(
    ({ id, generation }) => `/r/${linkTokens.sign(world.config.sessionSecret, { purpose: 'round', id, generation })}`,
  )
}

export async function answer(world: World, path: string, values: Answer) {
  const guest = world.visitor()
  return FormPage.from(await guest.get(path).expect(200), 'main form.form')
    .fill(values)
    .submit(guest)
}

/** Works through the queue, as the worker would. */
export function work(world: World, task?: string): Promise<void> {
  const { db, config, clock, services } = world
  const tasks = tasksOf({ db, config, clock, log: createLog('silent') }, services)
  return task ? tasks[task]!({}, { number: 1, last: false }) : runJobsOnce(world.url, tasks)
}

/** The supervisor closes, reads, and releases with a summary. */
export async function release(agent: Agent, id: string, more: Answer = {}) {
  const open = (await agent.get(`/rounds/${id}`)).text.includes(`/rounds/${id}/close"`)
  if (open) await press(agent, `/rounds/${id}`, `/rounds/${id}/close`)
  const page = await agent.get(`/rounds/${id}/read`).expect(200)
  return FormPage.from(page, `form[action="/rounds/${id}/release"]`)
    .fill({ 'f.summary': 'Respected by all who answered.', 'f.declared': 'yes', ...more })
    .submit(agent)
}
