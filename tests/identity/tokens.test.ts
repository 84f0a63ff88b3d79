import { linkTokens, personName, splitName } from '../../src/identity/index.ts'
import { newId } from '../../src/kit/ids.ts'

const secret = 'a secret for tests only, 32 characters'
const claim = { purpose: 'invitation', id: newId(), generation: 1 }

describe('link tokens', () => {
  it('hold for the claim that they were made for, and can be made again', () => {
    const token = linkTokens.sign(secret, claim)
    expect(linkTokens.idOf(token)).toBe(claim.id)
    expect(linkTokens.holds(secret, token, claim)).toBe(true)
    expect(linkTokens.sign(secret, claim)).toBe(token)
  })

  it('do not hold for another purpose, generation, id or secret', () => {
    const token = linkTokens.sign(secret, claim)
    expect(linkTokens.holds(secret, token, { ...claim, purpose: 'reset' })).toBe(false)
    expect(linkTokens.holds(secret, token, { ...claim, generation: 2 })).toBe(false)
    expect(linkTokens.holds(secret, token, { ...claim, id: newId() })).toBe(false)
    expect(linkTokens.holds(`${secret}!`, token, claim)).toBe(false)
  })

  it.each(['', 'x', 'a'.repeat(64), 'ä'.repeat(64), `${'A'.repeat(63)}!`, 'A'.repeat(5000)])(
    'speak of nothing when forged (%#)',
    (token) => {
      const id = linkTokens.idOf(token)
      if (id) expect(linkTokens.holds(secret, token, { ...claim, id })).toBe(false)
      else expect(id).toBeNull()
    },
  )
})

describe('names', () => {
  it('take a typed name apart and put it together again', () => {
    expect(splitName(' Dr  Ann Mary Lee ')).toEqual({ title: 'Dr', givenName: 'Ann Mary', familyName: 'Lee' })
    expect(splitName('Cher')).toEqual({ title: null, givenName: 'Cher', familyName: '' })
    expect(personName({ title: null, givenName: 'Cher', familyName: '' })).toBe('Cher')
  })
})
