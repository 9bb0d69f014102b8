import fc from 'fast-check'

/** Every code point of UTF-8. `unit: 'binary'` of fast-check means the same, and needs a second to build its tables. */
const codePoint = fc
  .oneof({ weight: 3, arbitrary: fc.nat(0x7f) }, fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code))

export function anyText(constraints: fc.StringConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: codePoint })
}
