/** Addresses of this room. */
export const url = {
  list: '/delegates',
  end: '/delegates/end',
  ready: (draftId: string): string => `/delegates/ready/${draftId}`,
}
