import { FormPage } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()

describe('staying signed in', () => {
  it('R36: prolongs a session on request, and tells when it is over', async () => {
    const agent = await world.as('amara')
    const page = await agent.get('/nowhere')
    const token = FormPage.from(page, 'form[action="/sign-out"]').value('_csrf')!
    const ping = () => agent.post('/session/ping').set('x-csrf-token', token).send({})
    expect((await ping()).body).toEqual({ ok: true })
    await world.db.session.deleteMany({ where: { personId: world.person.amara } })
    expect((await ping()).status).toBe(401)
  })
})
