import { expect, test } from 'vitest'
import { read } from './files.ts'
import { listings, namesOfCode } from './names.ts'

test.each(listings(read))('$file lists the $kind of the code, in its order', ({ kind, names }) => {
  expect(names).toEqual(namesOfCode[kind])
})
