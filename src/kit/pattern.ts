/** What SQL’s like and ilike look for: this text anywhere, whose signs that mean something in a pattern mean themselves. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
