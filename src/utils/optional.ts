type Optional<T> = { readonly [K in keyof T]: T[K] | undefined }

/** Drops the fields that are undefined: an absent field and an undefined one differ under exactOptionalPropertyTypes. */
export function withoutUndefined<T extends object>(fields: Optional<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
