/** Addresses of this room. */
export const url = {
  list: '/delegates',
  name: (personId: string): string => `/delegates/name/${personId}`,
  end: '/delegates/end',
  back: (draftId: string): string => `/delegates/back/${draftId}`,
  ready: (draftId: string): string => `/delegates/ready/${draftId}`,
}
