/**
 * Foreign text as one short plain line: control characters (line breaks and terminal escapes among them)
 * and invisible direction marks become blanks, so that it cannot pass for a line of ours.
 */
export function plain(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .trim()
    .replace(/\.$/, '')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
