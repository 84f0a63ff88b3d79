import { identifiersIn } from '../../src/guard/index.ts'
import { newForm } from '../evidence/support.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const kinds = (text: string) => identifiersIn(text, ['Dr Amara Okafor']).map(({ what }) => what)

describe('R41: what may identify somebody', () => {
  it.each([
    ['Her number is 943 476 5919.', ['an NHS number']],
    ['NHS 9434765919', ['an NHS number']],
    ['CHI 010203 4568', ['a CHI number']],
    ['NHI ZAC5361', ['an NHI number']],
    ['NHI ALU18KZ', ['an NHI number']],
    ['hospital number: H123456', ['a hospital, case or incident number']],
    ['Datix 48213 was filed', ['a hospital, case or incident number']],
    ['seen as K1234567', ['a hospital, case or incident number']],
    ['DOB 3/5/1950', ['a date of birth']],
    ['born on 3 May 1950', ['a date of birth']],
    ['write to jo@example.org', ['an e-mail address']],
    ['ring 07700 900123', ['a telephone number']],
    ['of NE1 4LP', ['a postcode']],
    ['I discussed it with Dr Khan', ['somebody’s name']],
    ['Mrs O’Neill was kind', ['somebody’s name']],
    ['Mrs\u00a0Patel was kind', ['somebody’s name']],
    ['NHS ９４３ ４７６ ５９１９', ['an NHS number']],
  ])('sees %s', (text, wanted) => expect(kinds(text)).toEqual(wanted))

  it.each([
    'The 72-year-old had a potassium of 6.8 and 120/80.',
    'I, Dr Okafor, led the arrest; Dr Amara Okafor signed.',
    'On 22/11/2026 at 14:30 we gave 1000 ml over 12 hours.',
    'NEWS2 of 7, CT at 03:15, PMID 12345678, 1234567890123',
    'The number 943 476 5918 has a wrong check digit, as 999 999 9991 has.',
    'CAP, COPD, HFrEF, B12, T2RF, MRSA and 0.9% saline',
  ])('leaves %s alone', (text) => expect(kinds(text)).toEqual([]))

  it('asks about a patient’s number even where a name or a number belongs, and about nothing else there', async () => {
    const amara = await world.as('amara')
    const whole = { 'f.type': 'safeguarding', 'f.awardedOn': '2026-11-02', 'f.declared': 'yes' }
    const send = async (body: string, number: string) => {
      const form = (await newForm(amara, 'certificate')).fill({ ...whole, 'f.body': body, 'f.number': number })
      return wordsOf(await form.submit(amara, 'Save'))
    }
    expect(await send('Seen with Mr Whitcombe, 943 476 5919', 'x')).toContain('“943 476 5919” looks like an NHS number')
    expect(await send('Dr Khan’s school', 'H123456')).not.toContain('looks like')
  })

  it('asks before saving; taking it out or saying that it identifies nobody goes on', async () => {
    const amara = await world.as('amara')
    const form = (await newForm(amara, 'reflection-short')).fill({
      'f.category': 'event',
      'f.learnt': 'I rang Mrs Harding on 07700 900123',
      'f.declared': 'yes',
    })
    const asked = await form.submit(amara, 'Save')
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('“07700 900123” looks like a telephone number')
    expect(wordsOf(asked)).toContain('“Mrs Harding” looks like somebody’s name')
    expect(await world.db.record.count({ where: { formKey: 'reflection-short' } })).toBe(0)
    const again = FormPage.from(asked, 'form[data-autosave]')
    expect(again.value('f.learnt')).toBe('I rang Mrs Harding on 07700 900123')
    // The answer holds for what was asked about; a name typed since is asked about again.
    again.fill({ _guard: 'agreed', 'f.learnt': 'I rang Mrs Harding on 07700 900123, then Mrs Clarke' })
    const more = await again.submit(amara, 'Save')
    expect(more.status).toBe(422)
    const last = FormPage.from(more, 'form[data-autosave]')
    expect(last.value('_guard')).toBe('agreed')
    expect((await last.submit(amara, 'Save')).status).toBe(303)
    const [event] = await world.db.auditEvent.findMany({ where: { type: 'words.confirmed' } })
    expect(event).toMatchObject({
      recordId: (await world.db.record.findFirst({ where: { formKey: 'reflection-short' } }))!.id,
      actorName: 'Dr Amara Okafor',
    })
    expect(event!.data).toEqual({ kinds: { phone: 1, name: 2 }, reason: 'agreed' })
    const clean = (await newForm(amara, 'reflection-short')).fill({
      'f.category': 'event',
      'f.learnt': 'I rang the daughter',
      'f.declared': 'yes',
    })
    expect((await clean.submit(amara, 'Save')).status).toBe(303)
  })
})
