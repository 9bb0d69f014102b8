type Optional<T> = { readonly [K in keyof T]: T[K] | undefined }

/** Removes undefined fields: under exactOptionalPropertyTypes, an absent field differs from an undefined one. */
export function withoutUndefined<T extends object>(fields: Optional<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
