import { runJobsOnce } from '../../src/kit/jobs.ts'
import { createLog } from '../../src/kit/log.ts'
import { tasksOf } from '../../src/worker.ts'
import { FormPage } from '../support/forms.ts'
import type { World } from '../support/world.ts'

type Agent = ReturnType<World['visitor']>

/** A form that only its assessor's words and three ticks are missing from. */
export const formKey = 'mini-cex'
export const item = 'cip-c4'

/** What somebody fills in who completes the form. */
export const answers = {
  'f.overall': '2',
  'f.doneWell': 'Listened well, and explained the plan in plain words.',
  'f.assessorName': 'Dr Nisha Patel',
  'f.position': 'consultant',
  'f.registration': 'GMC 1234567',
  'f.declared': 'yes',
}

/** Amara asks by name and address, through the page's own form; returns the request's id. */
export async function ask(world: World, agent: Agent, more: Record<string, string | string[]> = {}): Promise<string> {
  const page = await agent.get(`/assessments/new?form=${formKey}&item=${item}`).expect(200)
  const form = FormPage.from(page, 'main form.form').fill({
    assessor: 'other',
    name: 'Dr Nisha Patel',
    email: 'nisha.patel@hospital.example',
    'f.title': 'Falls clinic',
    'f.traineeComment': 'I would like to hear about my explanation.',
    ...more,
  })
  const sent = await form.submit(agent)
  expect(sent.status).toBe(303)
  const id = sent.headers.location?.split('/').at(-1)
  expect(await world.db.record.count({ where: { id } })).toBe(1)
  return id!
}

/** Works through the queue, as the worker would. */
export function work(world: World): Promise<void> {
  const { db, config, clock, services } = world
  return runJobsOnce(world.url, tasksOf({ db, config, clock, log: createLog('silent') }, services))
}

/** The path of the link in the newest mail about a record, as the demo's mailbox shows it. */
export async function linkFor(world: World, recordId: string, purpose = 'assessment.request'): Promise<string> {
  const mail = await world.db.mail.findFirstOrThrow({ where: { recordId, purpose }, orderBy: { id: 'desc' } })
  const page = await world.visitor().get(`/dev/mail/${mail.id}`).expect(200)
  const path = page.text.match(/href="(\/a\/[\w-]+)"/)?.[1]
  if (!path) throw new Error('no link in this mail')
  return path
}

/** A guest completes the form behind a link, through its own HTML. */
export async function complete(world: World, path: string, more: Record<string, string> = {}) {
  const guest = world.visitor()
  const page = await guest.get(path)
  const form = FormPage.from(page, 'main form.form').fill({ ...answers, ...more })
  return { guest, form, answer: await form.submit(guest) }
}
