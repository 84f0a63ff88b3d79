/** A run of plain text, or a link that says where it leads. */
export interface Piece {
  text: string
  href: string | null
}

const address = /https?:\/\/[^\s<>"'`]+/g
/** Marks that end a sentence or a bracket rather than belong to the address. */
const after = /[).,;:!?\]]+$/

/**
 * Plain text as paragraphs (one a line) of pieces: addresses of the web become links that show themselves, so that no words can hide where
 * they lead; everything else stays text, markup included.
 */
export function linked(text: string): Piece[][] {
  return text
    .split(/\n+/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map(pieces)
}

function pieces(paragraph: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  const plain = (until: number) => {
    if (until > at) found.push({ text: paragraph.slice(at, until), href: null })
  }
  for (const match of paragraph.matchAll(address)) {
    const shown = match[0].replace(after, '')
    const href = safe(shown)
    if (!href) continue
    plain(match.index)
    found.push({ text: shown, href })
    at = match.index + shown.length
  }
  plain(paragraph.length)
  return found
}

/** An address of the web without a name and password in it, which would only pretend to lead elsewhere. */
function safe(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { href, username, password, protocol } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && !username && !password ? href : null
}
