// Puts format and simple lint findings right.
import { ready, run } from './ready.mjs'

ready({ redis: false })
run('prettier', ['--write', '--log-level', 'warn', '.'])
run('oxlint', ['--type-aware', '--fix'])
