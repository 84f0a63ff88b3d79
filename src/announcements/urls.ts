/** Addresses of this room. */
export const url = {
  list: '/announcements',
  write: '/announcements/new',
  one: (id: string): string => `/announcements/${id}`,
  withdraw: (id: string): string => `/announcements/${id}/withdraw`,
  away: (id: string): string => `/announcements/${id}/away`,
}
