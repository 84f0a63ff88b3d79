// The sheet of a changeover for the bench: what the template of a programme says, with everybody moved on.
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

const day = (from, days) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)

/** The rows, as they are pasted: each trainee at the next hospital for half a year from the day on which the post ends. */
export async function movedOn(base, cookie) {
  const get = async (path) => (await fetch(base + path, { headers: { cookie } })).text()
  const [template] = (await get('/changeovers')).match(/\/changeovers\/template\/[^/"]+\/sheet\.csv/) ?? []
  const rows = parse(await get(template), { columns: true, bom: true })
  const places = [...new Set((await get('/sites')).match(/(?<=href="\/sites\/[0-9a-f-]{36}">)[^<]+/g) ?? [])]
  const moved = rows.map((row) => {
    const last = row['Last day']
    const site = places.find((name) => name !== row.Site) ?? row.Site
    return { ...row, Site: site, From: day(last, 1), 'Last day': day(last, 182) }
  })
  return stringify(moved, { header: true })
}
