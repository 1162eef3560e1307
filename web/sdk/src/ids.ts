/** Ids and secrets made in the browser. */

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

/** 32 random bytes, base64url: visitor ids and session keys, which nobody may guess. */
export const secret = (): string =>
  btoa(String.fromCharCode(...random(32)))
    .replace(/\W/g, '-')
    .slice(0, 43);

/** A UUIDv7: 48 bits of time (44 of them suffice until the year 2527), then chance. Later ids sort later. */
export const uuid7 = (now: number): string =>
  random(18)
    .reduce((text, byte) => text + (byte & 15).toString(16), `0${now.toString(16)}`)
    .replace(/(.{8})(.{4})(...)(...)/, '$1-$2-7$3-a$4-');
