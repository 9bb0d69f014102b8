/** Takes everything out of a text that could be a part of a secret, in any of the forms that a server may echo. */
export function scrub(message: string, secrets: readonly string[]): string {
  // Redis before 7 repeats the arguments of a command that it does not know, cut in the middle of the password perhaps.
  const text = message.slice(0, 2_000).replace(/,? ?with args beginning with:[^]*$/i, '')
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64')])
    .reduce(withoutPiecesOf, text)
}

const pieceLength = 8

function withoutPiecesOf(text: string, secret: string): string {
  const size = Math.min(pieceLength, secret.length)
  let result = ''
  for (let at = 0; at < text.length;) {
    let end = at
    while (end < text.length && secret.includes(text.slice(at, end + 1))) end++
    const isPiece = end - at >= size
    result += isPiece ? '***' : text.charAt(at)
    at = isPiece ? end : at + 1
  }
  return result
}
