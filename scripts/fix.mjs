// Fixes formatting and simple lint findings.
import { ready, run } from './ready.mjs'

ready({ programs: false })
run('prettier', ['--write', '--log-level', 'warn', '.'])
run('oxlint', ['--type-aware', '--fix'])
