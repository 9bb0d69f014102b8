import { join } from 'node:path'
import { bundle } from './bundle.mjs'
import { ready, root } from './ready.mjs'

ready({ redis: false })
bundle(join(root, 'dist'))
