import { simpleTales, testFaults } from '../stories/faults/matrix.ts'

testFaults((tale) => simpleTales.has(tale))
