import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { ready, root } from './ready.mjs'

ready({ programs: false })
bundle(join(root, 'dist'))
