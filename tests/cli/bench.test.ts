import { alone, together } from '../../bench/load.mjs'

/** The bench measures what was served, never how fast a refusal is (point 29). */

const answering = (status: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, 1))
  return { status, ms: 1, bytes: 10 }
}

it.each([200, 204, 303, 304])('counts %i as served', async (status) => {
  expect(await together(answering(status), 0.05)).toBeGreaterThan(0)
  expect(await alone(answering(status), 3)).toEqual({ p50: 1, p95: 1, bytes: 10 })
})

it.each([101, 403, 404, 422, 429, 500, 503])('fails on %i instead of counting it', async (status) => {
  await expect(together(answering(status), 0.05)).rejects.toThrow(`answered ${status}`)
  await expect(alone(answering(status), 3)).rejects.toThrow(`answered ${status}`)
})

it('fails on one refusal among many answers', async () => {
  let asked = 0
  const make = () => answering(++asked === 20 ? 429 : 200)()
  await expect(together(make, 0.2)).rejects.toThrow('answered 429')
})
