import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { openKind, press, release } from './support.ts'

const world = await testWorld()
const rows = ['courtesy', 'listening', 'explanation', 'involvement', 'trust']
const happy = (value: string, comment = '') => ({
  ...Object.fromEntries(rows.map((key) => [`f.ratings.${key}`, value])),
  'f.overall': value,
  'f.comment': comment,
  'f.declared': 'yes',
})

describe('a patient survey', () => {
  it('C13: is handed out by a code, copied from paper, and released as a summary; no form is seen singly', async () => {
    const amara = await world.as('amara')
    const id = await openKind(amara, 'patient-survey')
    expect((await press(amara, `/rounds/${id}`, `/rounds/${id}/send`)).status).toBe(303)
    const page = await amara.get(`/rounds/${id}`).expect(200)
    const path = /(\/s\/[\w-]+)/.exec(page.text)![1]!
    const code = await amara.get(`/rounds/${id}/code.svg`).expect(200)
    expect(code.headers['content-type']).toContain('image/svg+xml')
    await (await world.as('idris', 'clinicalSupervisor')).get(`/rounds/${id}/code.svg`).expect(404)

    // In the waiting room: one browser after the other, without a session.
    for (let patient = 0; patient < 8; patient++) {
      const guest = world.visitor()
      const shown = await guest.get(path).expect(200)
      expect(shown.headers['set-cookie']).toBeUndefined()
      const form = FormPage.from(shown, 'main form.form').fill(happy('5', patient === 0 ? 'Kind and clear' : ''))
      expect((await form.submit(guest)).headers.location).toBe('/r/thanks')
      // The same press again is the same answer.
      if (patient === 0) await form.submit(guest)
    }
    // Not in the trainee's own session, and not by a machine.
    expect(wordsOf(await amara.get(path).expect(403))).toContain('This asks others about you')
    const statuses: number[] = []
    for (let more = 0; more < 4; more++) {
      const machine = world.visitor()
      const form = FormPage.from(await machine.get(path).expect(200), 'main form.form').fill(happy('5'))
      statuses.push((await form.submit(machine)).status)
    }
    expect(statuses.at(-1)).toBe(429)
    const taken = 8 + statuses.filter((status) => status === 303).length
    const helen = await world.as('helen')
    await amara.get(`/rounds/${id}/paper`).expect(404)
    for (let copy = 0; copy < 2; copy++) {
      // The declaration stands on the paper: whoever enters the copy makes none in the patient's name.
      const { 'f.declared': _theirs, ...copied } = happy('3')
      const form = FormPage.from(await helen.get(`/rounds/${id}/paper`).expect(200), 'main form.form').fill(copied)
      expect((await form.submit(helen)).status).toBe(303)
    }
    const counts = await world.db.roundTally.findMany({
      where: { roundId: id, question: 'overall' },
      orderBy: { value: 'asc' },
    })
    expect(counts.map(({ value, count }) => [value, count])).toEqual([
      [3, 2],
      [5, taken],
    ])

    expect((await release(helen, id)).status).toBe(303)
    const record = await world.db.record.findFirstOrThrow({ where: { round: { id } } })
    const read = wordsOf(await amara.get(`/records/${record.id}`).expect(200))
    expect(read).toContain(`${taken} × Very good`)
    expect(read).toContain('Kind and clear')
    await world.visitor().get(path).expect(410)
  })

  it('has no answer for links of rounds that are for named people, nor for forged ones', async () => {
    await world.visitor().get('/s/nonsense').expect(404)
    await world
      .visitor()
      .get(`/s/${'A'.repeat(64)}`)
      .expect(404)
  })
})
