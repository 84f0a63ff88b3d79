import { parse } from 'node-html-parser'
import { FormPage } from '../support/forms.ts'
import type { World } from '../support/world.ts'

export type Agent = Awaited<ReturnType<World['as']>>
export type Typed = Record<string, string | string[]>

/** What a control offers, without the empty choice. */
export async function optionsOf(agent: Agent, path: string, name: string): Promise<string[]> {
  const page = parse((await agent.get(path)).text)
  const controls = page.querySelectorAll(`[name="${name}"]`)
  const offered = controls[0]?.tagName === 'SELECT' ? controls[0].querySelectorAll('option') : controls
  return offered.map((one) => one.getAttribute('value') ?? '').filter(Boolean)
}

/** The page of a new form, as a browser sees it. */
export async function newForm(agent: Agent, formKey: string, query = ''): Promise<FormPage> {
  return FormPage.from(await agent.get(`/records/new/${formKey}${query}`), 'form[data-autosave]')
}

/** Fills in and sends a new form; returns the answer. */
export async function enter(agent: Agent, formKey: string, typed: Typed, query = '') {
  const form = await newForm(agent, formKey, query)
  return form.fill({ 'f.declared': 'yes', ...typed }).submit(agent, 'Save')
}

/** The id of the record that an answer leads to. */
export function idIn(answer: { headers: Record<string, string>; status: number; text: string }): string {
  const id = /[0-9a-f-]{36}/.exec(answer.headers.location ?? '')?.[0]
  if (!id) throw new Error(`led nowhere: ${answer.status} ${parse(answer.text).querySelector('.problems')?.text ?? ''}`)
  return id
}

/** Logs a clinic and returns its id. */
export async function logClinic(agent: Agent, typed: Typed = {}, query = ''): Promise<string> {
  return idIn(await enter(agent, 'clinic', { ...(await clinicTyped(agent)), ...typed }, query))
}

export async function clinicTyped(agent: Agent): Promise<Typed> {
  const at = '/records/new/clinic'
  const [specialty] = await optionsOf(agent, at, 'f.specialty')
  const [setting] = await optionsOf(agent, at, 'f.setting')
  return {
    'f.heldOn': '2026-11-20',
    'f.specialty': specialty!,
    'f.setting': setting!,
    'f.newPatients': '3',
    'f.consulted': 'yes',
  }
}

export const secret = 'The relatives were furious about the delay'

/** Writes a private reflection and returns its id. */
export async function reflect(agent: Agent, typed: Typed = {}, query = ''): Promise<string> {
  const fields = {
    'f.title': 'A hard conversation',
    'f.category': 'event',
    'f.happenedOn': '2026-11-19',
    'f.learnt': secret,
  }
  return idIn(await enter(agent, 'reflection-short', { ...fields, ...typed }, query))
}

/** Enters a certificate and returns its id. */
export async function certify(agent: Agent, typed: Typed = {}): Promise<string> {
  const fields = {
    'f.type': 'als',
    'f.body': 'Resuscitation Council UK',
    'f.awardedOn': '2026-10-01',
    'f.expiresOn': '2030-09-30',
  }
  return idIn(await enter(agent, 'certificate', { ...fields, ...typed }))
}
