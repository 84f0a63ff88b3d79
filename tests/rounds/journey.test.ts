import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answer, links, list, mix, openKind, press, rateSelf, rating, release, sent, work } from './support.ts'

const world = await testWorld()

describe('a round of multi-source feedback', () => {
  it('C12: goes from the self-rating over list, answers and release to a record that counts', async () => {
    const amara = await world.as('amara')
    const id = await openKind(amara, 'msf')
    const at = `/rounds/${id}`
    // Nothing before the self-rating.
    expect((await amara.get(at)).text).not.toContain(`${at}/raters`)
    await rateSelf(amara, id)
    await list(amara, id, mix.slice(0, 7))
    const early = await amara.get(at)
    expect(wordsOf(early)).toContain('12 people; there are 7')
    expect(wordsOf(early)).toContain('3 colleagues who are not doctors; there are 0')
    expect(early.text).not.toContain(`${at}/send"`)
    await list(amara, id, mix.slice(7), 7)
    expect((await press(amara, at, `${at}/send`)).status).toBe(303)
    await work(world)
    expect(await world.db.mail.count({ where: { purpose: 'round.request', state: 'kept' } })).toBe(12)

    const paths = await links(world, id)
    for (const [index, path] of paths.entries()) {
      const given = await answer(world, path, rating(index < 4 ? '3' : '2', { 'f.strengths': `Strength ${index}` }))
      expect(given.headers.location).toBe('/r/thanks')
    }
    const helen = await world.as('helen')
    const released = await release(helen, id)
    expect(released.status).toBe(303)
    const record = await world.db.record.findFirstOrThrow({ where: { round: { id } } })
    expect(record).toMatchObject({ status: 'signed', kind: 'assessment', authorId: world.person.helen })
    expect(record.facts).toMatchObject({ raters: 12, consultants: 4, nonDoctors: 4, released: '2026-11-22' })

    const read = wordsOf(await amara.get(`/records/${record.id}`).expect(200))
    expect(read).toContain('Clinical care · Consultants')
    expect(read).toContain('4 × Above expectations for the stage')
    expect(read).toContain('Strength 7')
    expect(read).toContain('Respected by all who answered.')
    expect(read).not.toContain('Rater Number')
    const figure = await world.db.ruleFigure.findFirstOrThrow({
      where: { enrolmentId: world.enrolment.amara, ruleId: 'msf' },
    })
    expect(figure).toMatchObject({ have: 1, status: 'met' })

    const discussion = FormPage.from(await helen.get(`${at}/discussion`).expect(200), 'main form.form')
    for (const day of ['', '2026-11-21']) {
      const refused = await discussion.fill({ 'f.discussedOn': day }).submit(helen)
      expect([day, refused.status]).toEqual([day, 422])
    }
    expect((await discussion.fill({ 'f.discussedOn': '2026-11-22' }).submit(helen)).status).toBe(303)
    expect(wordsOf(await amara.get(`/records/${record.id}`))).toContain('Discussed with the trainee on 22 Nov 2026')

    // B8: a right of reply beside every single comment of the raters, after the discussion too.
    const replies = [...(await amara.get(`/records/${record.id}`)).text.matchAll(/\/records\/[\w-]+\/reply\/[\w.-]+/g)]
    expect(replies.filter(([one]) => one.includes('/comments.'))).toHaveLength(12)
    const third = `/records/${record.id}/reply/comments.3`
    const page = await amara.get(third).expect(200)
    const comment = wordsOf(page).match(/Strength \d+/)![0]
    expect(wordsOf(page)).toContain('one of those who answered')
    const reply = FormPage.from(page, 'main form.form').fill({ text: 'I had asked for help before that.' })
    expect((await reply.submit(amara)).status).toBe(303)
    expect((await amara.get(third)).status).toBe(403)
    for (const none of ['comments', 'comments.0', 'comments.13', 'ratings.1'])
      await amara.get(`/records/${record.id}/reply/${none}`).expect(404)
    for (const path of [`/records/${record.id}`, `/records/${record.id}/print`])
      expect(wordsOf(await helen.get(path))).toMatch(
        new RegExp(`${comment} Reply of Dr Amara Okafor, 22 Nov 2026 I had asked for help before that\\.`),
      )
  })

  it('B9: waits in the one inbox of a rater who has an account, until it is answered', async () => {
    const priya = await world.as('priya')
    const id = await openKind(priya, 'msf')
    await rateSelf(priya, id)
    await list(priya, id, mix.slice(0, 11))
    const page = FormPage.from(await priya.get(`/rounds/${id}`), `form[action="/rounds/${id}/raters"]`)
    const ruth = { name0: 'Dr Ruth Adler', email0: 'ruth@demo.attest.example', grade0: 'nurse' }
    expect((await page.fill(ruth).submit(priya)).status).toBe(303)
    expect((await press(priya, `/rounds/${id}`, `/rounds/${id}/send`)).status).toBe(303)
    const inbox = await (await world.as('ruth')).get('/assess').expect(200)
    expect(wordsOf(inbox)).toContain('MSF for Dr Priya')
    const path = inbox.text.match(/href="(\/r\/[\w-]+)"/)?.[1]
    expect((await answer(world, path!, rating('2'))).headers.location).toBe('/r/thanks')
    expect(wordsOf(await (await world.as('ruth')).get('/assess'))).not.toContain('MSF for Dr Priya')
  })

  it('a rater who answers twice is told kindly, and nothing is added', async () => {
    const id = await sent(world, 'tom')
    const [path] = await links(world, id)
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path!).expect(200), 'main form.form').fill(rating('2'))
    expect((await form.submit(guest)).headers.location).toBe('/r/thanks')
    // The same press again leads where the first one led; another window is told.
    expect((await form.submit(guest)).headers.location).toBe('/r/thanks')
    const again = await guest.get(path!).expect(410)
    expect(wordsOf(again)).toContain('an answer was given with it')
    await guest.post(path!).type('form').send(rating('1')).expect(403)
    const answers = await world.db.roundTally.aggregate({
      where: { roundId: id, question: '*' },
      _sum: { count: true },
    })
    expect(answers._sum.count).toBe(1)
  })
})
