import { newId } from '../../src/kit/ids.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()

async function mail(subject: string): Promise<string> {
  const id = newId()
  await world.db.mail.create({
    data: {
      id,
      messageId: `<${id}@example.org>`,
      toAddress: 'a@example.org',
      subject,
      text: 'Dear <b>you</b>,\n\nplease look.',
      link: { label: 'Open it', path: '/assess' },
      purpose: 'test',
      createdAt: new Date(),
    },
  })
  return id
}

describe('the mailbox of a demo', () => {
  it('lists mails and shows each with a link to press, to whoever sits at the machine', async () => {
    expect(wordsOf(await world.visitor().get('/dev/mail').expect(200))).toContain('No mail yet')
    const id = await mail('A question')
    const list = await world.visitor().get('/dev/mail').expect(200)
    expect(list.text).toContain(`href="/dev/mail/${id}"`)
    const one = await world.visitor().get(`/dev/mail/${id}`).expect(200)
    expect(one.text).toContain('href="/assess"')
    expect(one.text).not.toContain('<b>you</b>')
    await world.visitor().get(`/dev/mail/${newId()}`).expect(404)
    await world.visitor().get('/dev/mail/nonsense').expect(404)
  })

  it('turns pages after fifty', async () => {
    for (let number = 0; number < 52; number++) await mail(`Number ${number}`)
    const first = await world.visitor().get('/dev/mail').expect(200)
    const next = first.text.match(/href="(\/dev\/mail\?before=[^"]+)"/)?.[1]
    expect(wordsOf(await world.visitor().get(next!).expect(200))).toContain('A question')
  })

  it.each([
    ['off', 404, 404],
    ['public', 404, 200],
  ] as const)('in a demo that is %s: %d for a visitor, %d when signed in', async (demo, visitor, signedIn) => {
    const sam = await world.as('sam')
    world.config.demo = demo
    try {
      await world.visitor().get('/dev/mail').expect(visitor)
      await sam.get('/dev/mail').expect(signedIn)
    } finally {
      world.config.demo = 'on'
    }
  })
})
