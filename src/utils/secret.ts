import { inspect } from 'node:util'

const mask = '***'

/**
 * A token, a password, or a URL that contains one. In every form in which Node.js prints it (string, JSON,
 * `util.inspect`, template), it reads `***`; only `reveal()` returns the value.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  equals(other: Secret | string): boolean {
    return this.#value === (typeof other === 'string' ? other : other.#value)
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }

  [Symbol.toPrimitive](): string {
    return mask
  }

  [inspect.custom](): string {
    return mask
  }

  get [Symbol.toStringTag](): string {
    return 'Secret'
  }
}
