/** Addresses of this room. */
export const url = {
  list: '/messages',
  /** The board on which trainees are chosen, as it stood. */
  board: (query: string): string => `/trainees${query ? `?${new URLSearchParams(query)}` : ''}`,
  one: (id: string): string => `/messages/${id}`,
  write: (id: string): string => `/messages/${id}/write`,
  send: (id: string): string => `/messages/${id}/send`,
  discard: (id: string): string => `/messages/${id}/discard`,
}
