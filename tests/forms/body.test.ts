import express from 'express'
import multer from 'multer'
import request from 'supertest'
import { compile } from '../../src/forms/compile.ts'
import { context, formOf, samples } from './samples.ts'

/** A server that answers with the body as it understood it. */
const server = express()
const echo: express.RequestHandler = (req, res) => void res.json(req.body)
server.post('/plain', express.urlencoded({ extended: true }), echo)
server.post('/upload', multer().any(), echo)
server.post('/json', express.json(), echo)

describe.each(samples.map((sample) => [sample.field.type, sample] as const))(
  'the names of %s',
  (_type, { field, body, value }) => {
    const final = compile(formOf([field]), 'final', context)
    const pairs = Object.entries({ ...body, 'f.declared': 'yes' }).flatMap(([name, values]) =>
      [values].flat().map((one) => [name, one] as const),
    )

    it('survive a plain form, an upload and an autosave alike', async () => {
      const plain = await request(server)
        .post('/plain')
        .send(new URLSearchParams(pairs.map(([name, one]): [string, string] => [name, one])).toString())
      const upload = request(server).post('/upload')
      for (const [name, one] of pairs) upload.field(name, one)
      const json = await request(server)
        .post('/json')
        .send({ ...body, 'f.declared': 'yes' })
      for (const answer of [plain, await upload, json]) {
        expect(final.parse(answer.body)).toEqual({ ok: true, values: { it: value, declared: true } })
      }
    })
  },
)

it('reads a long list, whatever the order of its rows', async () => {
  const { field } = samples.at(-1) ?? { field: null }
  if (field?.type !== 'list') throw new Error('the last sample is the list')
  const final = compile(formOf([{ ...field, max: 60 }]), 'final', context)
  const rows = Array.from({ length: 45 }, (_, index): [string, string][] => [
    [`f.it.${index}.problem`, `Problem ${index}`],
    [`f.it.${index}.kind`, 'new'],
  ])
  const sent = new URLSearchParams([...rows.reverse().flat(), ['f.declared', 'yes']])
  const { body } = await request(server).post('/plain').send(sent.toString())
  const outcome = final.parse(body)
  expect(outcome.ok).toBe(true)
  expect(outcome.values.it).toHaveLength(45)
  expect((outcome.values.it as { problem: string }[])[44]?.problem).toBe('Problem 44')
})
