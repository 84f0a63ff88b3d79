import type { Prisma } from '../../generated/client.ts'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Services } from '../../kit/context.ts'
import { Invalid, type Problems } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Upload } from '../../kit/intake.ts'
import { refuse } from '../../policy/index.ts'
import { normaliseNumber } from '../names.ts'
import { findOwnNumber, findProfile, type Profile } from '../queries/profile.ts'
import { type DetailsInput, detailsForm, numberForm } from '../schema.ts'

/** Saves personal details; the audit trail says which fields changed, never what they say. */
export const saveDetails = command({
  prepares: true,
  find: findProfile,
  may: () => true,
  input: ({ grades }, ctx) =>
    detailsForm(
      grades.map(([key]) => key),
      dateIn(ctx.now, ctx.config.timeZone).toString(),
    ),
  run: async (ctx, profile, input) => {
    const { grade, title, givenName, familyName, phone, specialty, ...details } = input
    const claimedGrade = grade === profile.grade ? null : grade
    await ctx.db.person.update({
      where: { id: profile.id },
      data: {
        ...{ title, givenName, familyName, phone, specialty, claimedGrade },
        details: { ...(profile.details as Prisma.InputJsonObject), ...details },
        detailsCheckedAt: toJsDate(ctx.now),
      },
    })
    return changedFields(profile, input)
  },
  audit: (fields, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields } }),
})

function changedFields(profile: Profile, input: DetailsInput): string[] {
  const before: Record<string, unknown> = {
    ...profile,
    ...profile.details,
    grade: profile.claimedGrade ?? profile.grade,
  }
  return Object.entries(input)
    .filter(([key, value]) => (before[key] ?? null) !== value)
    .map(([key]) => key)
}

/** "These are right": renews the date of the last check. */
export const confirmDetails = command({
  prepares: true,
  find: findProfile,
  may: (_actor, { phone }) =>
    phone
      ? true
      : refuse('profile.phone', 'Your phone number is missing.', 'You can add it.', {
          label: 'Add the number',
          href: '/profile#phone',
        }),
  run: async (ctx, { id }) =>
    ctx.db.person.update({ where: { id }, data: { detailsCheckedAt: toJsDate(ctx.now) }, select: { id: true } }),
  audit: (_person, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields: ['detailsCheckedAt'] } }),
})

interface PhotoInput {
  upload: Upload
  taken?: Awaited<ReturnType<Services['files']['takePhoto']>>
}

const photoInput = {
  parse: (body: Record<string, unknown>): { ok: true; values: PhotoInput } | { ok: false; problems: Problems } => {
    const upload = (body._files as Upload[] | undefined)?.find((one) => one.field === 'photo' && one.size > 0)
    return upload ? { ok: true, values: { upload } } : { ok: false, problems: { photo: 'Choose a photo first.' } }
  },
}

/** Takes a photo (R28): decoded and written anew before the transaction, so that nothing of the camera is left in it. */
export const savePhoto = command<Profile, PhotoInput, string>({
  prepares: true,
  find: findProfile,
  may: () => true,
  input: () => photoInput,
  prepare: async (input, _profile, ctx): Promise<PhotoInput> => {
    try {
      return { ...input, taken: await ctx.services.files.takePhoto(input.upload) }
    } catch (error) {
      if (error instanceof Invalid) throw new Invalid({ photo: Object.values(error.problems)[0]! })
      throw error
    }
  },
  run: async (ctx, { id }, { taken }) => {
    const file = await ctx.services.files.keep(ctx.db, taken!, { ownerId: id, purpose: 'photo', at: toJsDate(ctx.now) })
    await ctx.db.person.update({ where: { id }, data: { photoFileId: file.id } })
    return file.id
  },
  audit: (_fileId, { id }) => ({ type: 'photo.changed', subjectId: id }),
})

/** Takes the photo away; the file itself is swept nightly. */
export const removePhoto = command({
  prepares: true,
  find: findProfile,
  may: () => true,
  run: async (ctx, { id }) =>
    ctx.db.person.update({ where: { id }, data: { photoFileId: null }, select: { id: true } }),
  audit: (_person, { id }) => ({ type: 'photo.changed', subjectId: id, data: { removed: true } }),
})

/** Adds a registration number; it stays unconfirmed until the college confirms it. */
export const addNumber = command({
  prepares: true,
  find: findProfile,
  may: () => true,
  input: () => numberForm,
  run: async (ctx, profile, { register, number }) => {
    if (profile.identifiers.some((one) => one.kind === register))
      throw new Invalid({ number: 'You have a number of this register already. Remove it first.' })
    const normalised = normaliseNumber(number)
    const other = await ctx.db.identifier.findUnique({ where: { kind_normalised: { kind: register, normalised } } })
    if (other)
      throw new Invalid({
        number: 'This number is recorded for somebody else. Check it, or ask the technical help desk.',
      })
    await ctx.db.identifier.create({
      data: { id: newId(), personId: profile.id, kind: register, value: number, normalised },
    })
    return register
  },
  audit: (register, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields: [register] } }),
})

/** Takes back a number that nobody has confirmed yet. */
export const removeNumber = command({
  prepares: true,
  find: findOwnNumber,
  may: (_actor, { identifier }) => (identifier.verifiedAt ? confirmedStays : true),
  run: async (ctx, { identifier }) => {
    await ctx.db.identifier.delete({ where: { id: identifier.id } })
    return identifier.kind
  },
  audit: (kind, { profile }) => ({ type: 'person.updated', subjectId: profile.id, data: { fields: [kind] } }),
})

const confirmedStays = refuse(
  'profile.number-confirmed',
  'This number has been confirmed, so it stays with your account.',
  'Your college can correct it.',
  { label: 'See whom to ask', href: '/help/contacts' },
)
