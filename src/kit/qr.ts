import { toString as draw } from 'qrcode'
import type { Raw } from './http.ts'

/** A QR code as a picture of a route of its own: dark on white whatever the theme, so that every camera reads it. */
export async function qrPicture(text: string): Promise<Raw> {
  const body = await draw(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
  return { type: 'image/svg+xml', body, headers: { 'cache-control': 'private, no-store' } }
}
