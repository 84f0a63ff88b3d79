import { buffer } from 'node:stream/consumers'
import { Temporal } from 'temporal-polyfill'
import writeExcel from 'write-excel-file/node'
import yazl from 'yazl'
import { type Cells, limits, Unreadable } from '../../src/changeovers/sheet/cells.ts'
import { sheetOf } from '../../src/changeovers/sheet/columns.ts'
import { readDate } from '../../src/changeovers/sheet/dates.ts'
import { readSheet } from '../../src/changeovers/sheet/read.ts'
import { readText } from '../../src/changeovers/sheet/text.ts'
import { asCsv, asWorkbook } from '../../src/changeovers/sheet/write.ts'

/** Sheets as people send them: nothing here knows a programme. */

const texts = ({ rows }: Cells) => rows.map((row) => row.map(({ text }) => text))
const read = (text: string, encoding: BufferEncoding = 'utf8') => readSheet(Buffer.from(text, encoding))

/** A workbook made by hand: its one sheet's rows as XML, with whatever lies beside them. */
async function workbook(
  rows: string,
  { after = '', more = {} as Record<string, string>, without = [] as string[] } = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  const parts: Record<string, string> = {
    'xl/workbook.xml':
      '<workbook xmlns:r="http://r"><sheets><sheet name="Old" sheetId="2" state="hidden" r:id="rId2"/><sheet name="Next" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
    'xl/sharedStrings.xml':
      '<sst><si><t>Trainee</t></si><si><r><t>Si</t></r><r><t xml:space="preserve">te </t></r><rPh><t>sound</t></rPh></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="http://x"><x:sheetData>${rows}</x:sheetData>${after}</x:worksheet>`,
    ...more,
  }
  for (const [path, xml] of Object.entries(parts)) if (!without.includes(path)) zip.addBuffer(Buffer.from(xml), path)
  zip.end()
  return buffer(zip.outputStream)
}

describe('D15: text in the encodings and with the separators that there are', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffTrainee,Site\nÅsa Øre,X'), null],
    ['UTF-16 with a mark', Buffer.from('\ufeffTrainee,Site\nÅsa Øre,X', 'utf16le'), 'UTF-16'],
    ['UTF-16 without one', Buffer.from('Trainee,Site\nÅsa Øre,X', 'utf16le'), 'UTF-16'],
    ['UTF-16, the other way round', Buffer.from('\ufeffTrainee,Site\nÅsa Øre,X', 'utf16le').swap16(), 'UTF-16'],
    ['Windows-1252', Buffer.from('Trainee,Site\nÅsa Øre,X', 'latin1'), 'Windows-1252'],
  ])('reads %s', async (_name, bytes, said) => {
    const cells = await readSheet(bytes)
    expect(texts(cells)).toEqual([
      ['Trainee', 'Site'],
      ['Åsa Øre', 'X'],
    ])
    if (said) expect(cells.remarks.join()).toContain(said)
    else expect(cells.remarks).toEqual([])
  })

  it.each([
    ['commas', 'Trainee,Site\n"Ray, A",X'],
    ['semicolons', 'Trainee;Site\n"Ray, A";X'],
    ['tabs', 'Trainee\tSite\nRay, A\tX'],
    ['a line that names the separator', 'sep=;\nTrainee;Site\nRay, A;X'],
  ])('reads %s', async (_name, text) => {
    expect(texts(await read(text)).slice(-2)).toEqual([
      ['Trainee', 'Site'],
      ['Ray, A', 'X'],
    ])
  })

  it('keeps the numbers of rows past blank lines, and drops what cannot be seen', async () => {
    const { rows } = sheetOf(await read('Trainee,Site,From\n\n\u202eRay\u0007 A,X,2027-02-03\n,,\n'))
    expect(rows.map(({ number, cells }) => [number, cells.name!.text, cells.site!.ref])).toEqual([[3, 'Ray A', 'B3']])
  })
})

describe('D15: days in three styles, the ambiguous ones named (decision 69)', () => {
  const day = (text: string) => readDate({ text, day: null, problem: null })
  it.each(['2027-02-13', '13/2/2027', '13.02.2027', '13-02-27', '13 Feb 2027', '13 February 2027', '13-Feb-27'])(
    'reads %s',
    (text) => {
      expect(day(text)).toEqual({ day: Temporal.PlainDate.from('2027-02-13'), problem: null, remark: null })
    },
  )
  it('reads an ambiguous one day first and says so', () => {
    expect(day('3/2/2027')).toMatchObject({
      day: Temporal.PlainDate.from('2027-02-03'),
      remark: '“3/2/2027” was read day first: 3 Feb 2027.',
    })
    expect(day('2/2/2027').remark).toBeNull()
  })
  it.each([
    ['2/13/2027', 'Write 2027-02-13'],
    ['46420', 'is a number'],
    ['30 Feb 2027', 'is no day'],
    ['soon', 'is no day'],
  ])('says what is wrong with %s', (text, said) => {
    expect(day(text)).toMatchObject({ day: null, problem: expect.stringContaining(said) })
  })
})

describe('D15: workbooks', () => {
  const row = (number: number, cells: string) => `<x:row r="${number}">${cells}</x:row>`
  it('reads texts, numbers and days of the first sheet that is shown', async () => {
    const cells = await readSheet(
      await workbook(
        row(1, '<x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c>') +
          row(
            3,
            '<x:c r="A3" t="inlineStr"><x:is><x:t>R &amp; B</x:t></x:is></x:c><x:c r="C3" s="1"><x:v>46056</x:v></x:c><x:c r="D3" s="2"><x:v>46056.5</x:v></x:c><x:c r="E3" s="3"><x:v>7012345</x:v></x:c>',
          ),
      ),
    )
    expect(texts(cells)).toEqual([['Trainee', 'Site'], [], ['R & B', '', '2026-02-03', '2026-02-03', '7012345']])
  })

  it('reads a workbook that leaves out shared texts, styles or both, as report generators write them', async () => {
    const rows = row(
      1,
      '<x:c r="A1" t="inlineStr"><x:is><x:t>Ray</x:t></x:is></x:c><x:c r="B1" s="1"><x:v>46056</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>St </x:t></x:r><x:r><x:t>Anne</x:t></x:r></x:is></x:c>',
    )
    const sharedTexts = 'xl/sharedStrings.xml'
    expect(texts(await readSheet(await workbook(rows, { without: [sharedTexts] })))).toEqual([
      ['Ray', '2026-02-03', 'St Anne'],
    ])
    const bare = await readSheet(await workbook(rows, { without: [sharedTexts, 'xl/styles.xml'] }))
    expect(texts(bare)).toEqual([['Ray', '46056', 'St Anne']])
    expect(readDate(bare.rows[0]![1]!).problem).toContain('Show the cell as a date')
    const odd = await workbook(row(1, '<x:c r="A1" t="s"><x:v>0</x:v></x:c>'), {
      ...{ without: [sharedTexts], more: { 'xl/SharedStrings.xml': '<sst><si><t>Ray</t></si></sst>' } },
    })
    expect(texts(await readSheet(odd))).toEqual([['Ray']])
    // A text that is nowhere is no empty cell.
    const lost = await workbook(row(1, '<x:c r="A1" t="s"><x:v>7</x:v></x:c>'), { without: [sharedTexts] })
    await expect(readSheet(lost)).rejects.toThrow('damaged')
  })

  it('works out no formula, and names merged cells', async () => {
    const { rows } = sheetOf(
      await readSheet(
        await workbook(
          row(
            1,
            ['Trainee', 'Site', 'From']
              .map((text, at) => `<x:c r="${'ABC'[at]}1" t="str"><x:v>${text}</x:v></x:c>`)
              .join(''),
          ) +
            row(
              2,
              '<x:c r="A2" t="str"><x:f>HYPERLINK("http://x")</x:f><x:v>Ray</x:v></x:c><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c><x:c r="C2" s="1"><x:v>46056</x:v></x:c>',
            ) +
            row(3, '<x:c r="A3" t="str"><x:v>Kay</x:v></x:c>'),
          { after: '<x:mergeCells><x:mergeCell ref="C2:C3"/></x:mergeCells>' },
        ),
      ),
    )
    const problems = rows.flatMap(({ cells }) =>
      Object.values(cells).flatMap(({ ref, problem }) => (problem ? [[ref, problem]] : [])),
    )
    expect(problems).toEqual([
      ['A2', expect.stringContaining('formula')],
      ['B2', expect.stringContaining('#REF!')],
      ['C2', expect.stringContaining('merged')],
      ['C3', expect.stringContaining('merged')],
    ])
    expect((await read('Trainee,Site,From\n=1+1,X,2027-02-03')).rows[1]![0]!.problem).toContain('formula')
  })

  it('reads back what it writes, and writes nothing that begins like a formula', async () => {
    const line = {
      number: '7012345',
      name: "=cmd|'/c calc'!A0",
      site: "St Anne's",
      from: '2027-02-03',
      last: '2027-08-03',
    }
    const csv = asCsv([line])
    expect(csv).toContain("'=cmd|")
    expect(csv).not.toMatch(/(^|[,"\n])=/)
    for (const bytes of [Buffer.from(csv), await asWorkbook([line])]) {
      const { rows } = sheetOf(await readSheet(bytes))
      expect(rows[0]!.cells).toMatchObject({
        number: { text: '7012345' },
        name: { text: line.name, problem: null },
        site: { text: "St Anne's" },
      })
      expect(readDate(rows[0]!.cells.from!).day?.toString()).toBe('2027-02-03')
    }
  })
})

describe('D15: what is refused, and how', () => {
  const said = async (bytes: Buffer): Promise<string> => {
    try {
      sheetOf(await readSheet(bytes))
    } catch (error) {
      if (error instanceof Unreadable) return error.message
      throw error
    }
    return 'taken'
  }
  const names = 'Trainee,Site,From\n'

  it('far too many rows, before anything is done with them', async () => {
    expect(await said(Buffer.from(names + 'A,B,C\n'.repeat(100_000)))).toContain(`at most ${limits.rows} rows`)
    const rows = Array.from(
      { length: limits.rows + 2 },
      (_, at) => `<x:row r="${at + 1}"><x:c><x:v>1</x:v></x:c></x:row>`,
    )
    expect(await said(await workbook(rows.join('')))).toContain(`at most ${limits.rows} rows`)
  })

  it('a ZIP bomb, by what it says of itself', async () => {
    const bomb = await workbook('', { more: { 'xl/worksheets/sheet1.xml': ' '.repeat(limits.unpackedBytes + 1) } })
    expect(bomb.length).toBeLessThan(100_000)
    expect(await said(bomb)).toContain('unpacks to far more')
  })

  it('a ZIP bomb that lies about its size', async () => {
    const bomb = await workbook('', { more: { 'xl/worksheets/sheet1.xml': ' '.repeat(1_000_000) } })
    const lying = Buffer.from(bomb)
    for (let at = lying.indexOf('504b0102', 0, 'hex'); at >= 0; at = lying.indexOf('504b0102', at + 4, 'hex'))
      if (lying.readUInt32LE(at + 24) === 1_000_000) lying.writeUInt32LE(10, at + 24)
    expect(await said(lying)).toContain('damaged')
  })

  it.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['nothing but blank lines', Buffer.from('\n,,\n\n'), 'empty'],
    ['a PDF', Buffer.from('%PDF-1.7 ...'), 'a PDF'],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old Excel file'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'no spreadsheet'],
    ['a damaged workbook', Buffer.from('504b0304ffff', 'hex'), 'damaged'],
    ['headings alone', Buffer.from(names), 'no row below'],
    ['no headings', Buffer.from('Ray,X,2027-02-03\n'), 'headings of the columns were not found'],
    ['no column of sites', Buffer.from('Trainee,From\nRay,2027-02-03\n'), '“Site”'],
    ['nobody named', Buffer.from('Site,From\nX,2027-02-03\n'), 'who is missing'],
    ['a column twice', Buffer.from('Trainee,Site,Hospital,From\nRay,X,Y,2027-02-03\n'), 'there twice'],
    ['a quotation mark never closed', Buffer.from(`Trainee,Site,From\n"${'x'.repeat(200_000)}`), 'could not be read'],
  ])('%s', async (_name, bytes, words) => {
    expect(await said(bytes)).toContain(words)
  })

  it('a ZIP that is no workbook', async () => {
    const zip = new yazl.ZipFile()
    zip.addBuffer(Buffer.from('hello'), 'hello.txt')
    zip.end()
    expect(await said(await buffer(zip.outputStream))).toContain('no Excel workbook')
  })

  it('D15: reads every row where line ends are mixed, whichever comes first', () => {
    const heading = 'Trainee,Site,From'
    const rows = ['Ray,X,2027-02-03', '"Ann, B",X,2027-02-03', 'Kim,"X"']
    for (const ends of ['\r\n \n \n', '\n \r\n \n', '\r\n \r \n', '\r\n \r\n \r\n', '\r \r \r']) {
      const [a, b, c] = ends.split(' ')
      const read = sheetOf(readText(`${heading}${a}${rows[0]}${b}${rows[1]}${c}${rows[2]}${c}`))
      expect(read.rows.map(({ number, cells }) => [number, cells.name!.text])).toEqual([
        [2, 'Ray'],
        [3, 'Ann, B'],
        [4, 'Kim'],
      ])
    }
  })

  it('D15: names the cell that lies beyond the headings; empty ones are no harm', () => {
    const { rows } = sheetOf(readText('Trainee,Site,From\nRay,X,2027-02-03,,\nRay,X,Y,2027-02-03\n,,,beyond'))
    expect(rows.map(({ surplus }) => surplus)).toEqual([null, 'D3', 'D4'])
  })

  it('takes a heading below a title, and says what it did not read', async () => {
    const sheet = sheetOf(readText('February 2027\n\nGMC,Hospital,Start date,Shoe size\n7012345,X,2027-02-03,41'))
    expect(sheet.rows[0]).toMatchObject({ number: 4, cells: { number: { ref: 'A4' } } })
    expect(sheet.remarks.join()).toContain('Shoe size')
  })
})

it('D15: another library’s workbook is read as well as our own', async () => {
  const bytes = await writeExcel([
    [{ value: 'Trainee' }, { value: 'Site' }, { value: 'From' }],
    ['Ray', 'X', { type: Date, value: new Date('2027-02-03T00:00:00Z'), format: 'dd/mm/yyyy' }],
  ]).toBuffer()
  const { rows } = sheetOf(await readSheet(bytes))
  expect(readDate(rows[0]!.cells.from!).day?.toString()).toBe('2027-02-03')
})
