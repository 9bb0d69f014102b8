// Fixes formatting and simple lint findings.
import { ready, run } from './ready.mjs'

ready({ programs: false })
run('oxfmt', [])
run('oxlint', ['--type-aware', '--fix'])
