import { simpleScenarios, testFaults } from '../stories/faults/matrix.ts'

testFaults((scenario) => simpleScenarios.has(scenario))
