import { open } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import { Invalid } from '../../kit/errors.ts'
import type { Upload } from '../../kit/intake.ts'

/** What we take, by content: pictures, PDF, Office documents and plain text. */
const taken: Record<string, string> = {
  'image/jpeg': 'a JPEG picture',
  'image/png': 'a PNG picture',
  'image/gif': 'a GIF picture',
  'image/webp': 'a WebP picture',
  'image/avif': 'an AVIF picture',
  'image/heic': 'a HEIC picture',
  'image/tiff': 'a TIFF picture',
  'application/pdf': 'a PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'a Word document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'an Excel workbook',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'a PowerPoint presentation',
  'application/vnd.oasis.opendocument.text': 'an OpenDocument text',
  'application/vnd.oasis.opendocument.spreadsheet': 'an OpenDocument sheet',
  'application/vnd.oasis.opendocument.presentation': 'an OpenDocument presentation',
  'application/rtf': 'a rich-text document',
}

const textTypes: Record<string, string> = { txt: 'text/plain', md: 'text/plain', csv: 'text/csv' }

const takenWords = 'Take a picture, a PDF, a Word, Excel or PowerPoint document, or plain text'

/** What files of the refused kinds are called, with the way out. */
const refused: [test: (mime: string, extension: string) => boolean, words: string, remedy: string][] = [
  [
    (mime) => mime === 'application/x-cfb',
    'an Office file in the old format (.doc, .xls, .ppt)',
    'Save it as .docx, .xlsx or .pptx, or as a PDF.',
  ],
  [
    (_, ext) => ['docm', 'xlsm', 'pptm', 'dotm', 'xltm', 'potm'].includes(ext),
    'an Office file with macros',
    'Save it without macros, or as a PDF.',
  ],
  [(mime) => /msdownload|x-elf|mach|x-msi|x-executable/.test(mime), 'a program', `${takenWords}.`],
  [(mime) => /zip|x-7z|rar|gzip|x-tar|x-xz|bzip/.test(mime), 'an archive', 'Unpack it and add the files one by one.'],
  [(mime) => mime.startsWith('video/'), 'a video', `${takenWords}.`],
  [(mime) => mime.startsWith('audio/'), 'a sound recording', `${takenWords}.`],
]

const svg = ['an SVG drawing', 'Save it as a PNG or a PDF.'] as const
const html = ['a web page (HTML)', 'Print it to a PDF and add that.'] as const
const script = ['a script', `${takenWords}.`] as const

/**
 * What a file is, by its content; its name only decides among kinds of text and tells a lie when it does not fit.
 * @throws Invalid with one sentence that names what it is and what to do instead
 */
export async function detect({ path, name, size }: Pick<Upload, 'path' | 'name' | 'size'>): Promise<{ mime: string }> {
  const extension = name.includes('.') ? name.split('.').at(-1)!.toLowerCase() : ''
  if (size === 0) throw new Invalid(`“${name}” is empty. Choose another file.`)
  const found = await fileTypeFromFile(path)
  if (found) return known(found.mime, extension, name)
  return { mime: await textType(path, extension, name) }
}

function known(mime: string, extension: string, name: string): { mime: string } {
  if (/xml/.test(mime) && !taken[mime]) refuse(name, ...svg)
  for (const [test, words, remedy] of refused) if (test(mime, extension)) refuse(name, words, remedy)
  const words = taken[mime]
  if (!words) refuse(name, `a file of the kind ${mime}`, `${takenWords}.`)
  return { mime }
}

async function textType(path: string, extension: string, name: string): Promise<string> {
  const text = await asText(path)
  if (text === null) return refuse(name, 'a file of a kind that we do not know', `${takenWords}.`)
  const start = text
    .slice(0, 4096)
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase()
  if (/<svg[\s>]/.test(start)) refuse(name, ...svg)
  if (/^<(!doctype html|html|head|body|script|iframe)\b/.test(start) || ['html', 'htm', 'xhtml'].includes(extension))
    refuse(name, ...html)
  if (start.startsWith('#!') || ['js', 'mjs', 'vbs', 'ps1', 'bat', 'cmd', 'sh'].includes(extension))
    refuse(name, ...script)
  if (start.startsWith('<?xml')) refuse(name, 'an XML file', `${takenWords}.`)
  const mime = textTypes[extension]
  if (!mime && extension)
    refuse(name, `plain text that calls itself .${extension}`, 'Name it .txt if text is what it shall be.')
  return mime ?? 'text/plain'
}

/** The file as text, or null when it is not valid UTF-8 or holds control characters. */
async function asText(path: string): Promise<string | null> {
  const file = await open(path, 'r')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile())
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text never holds
    return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? null : text
  } catch {
    return null
  } finally {
    await file.close()
  }
}

function refuse(name: string, words: string, remedy: string): never {
  throw new Invalid(`“${name}” is ${words}, which cannot be kept here. ${remedy}`)
}
