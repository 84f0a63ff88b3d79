import { z } from 'zod'

const Contact = z.object({
  name: z.string(),
  /** What one asks them. */
  what: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})

/** Whom the trainees of a site ask for what. */
export type Contact = z.infer<typeof Contact>

/** What stands in a site's record as contacts, less what is not one. */
export function readContacts(json: unknown): Contact[] {
  return (Array.isArray(json) ? json : []).flatMap((one) => {
    const parsed = Contact.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}
