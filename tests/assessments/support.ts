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
  // Tests ask for the same again and again; whoever does is asked once whether they mean it.
  const sent = await form.forge({ sure: ['twice', 'busy', 'meant'] }).submit(agent)
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

/** The six digits of the newest mail that carries some, as the demo's mailbox shows them. */
export async function digitsFor(world: World, address: string): Promise<string> {
  const mail = await world.db.mail.findFirstOrThrow({
    where: { toAddress: address, purpose: 'assessment.digits' },
    orderBy: { id: 'desc' },
  })
  const page = await world.visitor().get(`/dev/mail/${mail.id}`).expect(200)
  const digits = page.text.match(/>(\d{3} \d{3})</)?.[1]
  if (!digits) throw new Error('no digits in this mail')
  return digits
}

/** The trainee shows a new code; returns it as their page prints it. */
export async function codeFor(agent: Agent, id: string): Promise<string> {
  const page = FormPage.from(await agent.get(`/assessments/${id}`), `form[action="/assessments/${id}/code"]`)
  const shown = await page.submit(agent)
  expect(shown.headers.location).toBe(`/assessments/${id}/code`)
  return codeOn(await agent.get(`/assessments/${id}/code`).expect(200))
}

/** The code on the trainee's page. */
export function codeOn(page: { text: string }): string {
  const code = page.text.match(/class="code num">([\w-]+)</)?.[1]
  if (!code) throw new Error('no code on this page')
  return code
}

/** Somebody types a code where codes are typed; returns the answer. */
export async function typeCode(guest: Agent, code: string) {
  const page = FormPage.from(await guest.get('/code').expect(200), 'main form').fill({ code })
  return page.submit(guest)
}

/** Types a code, says who they are, and gets to the form; returns its address. */
export async function enterByCode(guest: Agent, code: string, more: Record<string, string> = {}): Promise<string> {
  const { headers } = await typeCode(guest, code)
  const path = String(headers.location)
  const begin = FormPage.from(await guest.get(path).expect(200), 'main form').fill(more)
  expect((await begin.submit(guest)).headers.location).toBe(path)
  return path
}
