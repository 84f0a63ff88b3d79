/** Addresses of this room. */
export const url = {
  list: '/messages',
  one: (id: string): string => `/messages/${id}`,
  write: (id: string): string => `/messages/${id}/write`,
  send: (id: string): string => `/messages/${id}/send`,
  discard: (id: string): string => `/messages/${id}/discard`,
}
