import { openSync, closeSync } from 'node:fs'
const free = Number(process.argv[2]); const early = process.argv[3] === 'early'
let run: any
const fill = () => { const fds: number[] = []; try { for (;;) fds.push(openSync('/dev/null','r')) } catch (e) { console.log((e as any).code, fds.length) } for (let i=0;i<free;i++) closeSync(fds.pop()!) }
if (early) { fill(); try { ({ run } = await import('./try.ts')) } catch (e) { console.log('import', String(e)); process.exit() } } else { ({ run } = await import('./try.ts')); fill() }
await run({ host: process.argv[4] ?? '127.0.0.1', port: 7399, tls: false, username: 'default' })
process.exit()
